// Classifiers of images and of points: trained, asked, loaded again.
import { stream } from '@stokast/sampling';

const images = Float32Array.from({ length: 16 * 16 }, (_, i) => ((i * 7) % 17) / 16);
const labels = Uint8Array.from({ length: 16 }, (_, i) => i % 3);
const kinds = {
  images: { shape: [4, 4], channels: [3, 2], hidden: [5] },
  points: { shape: [16], hidden: [6, 4], dropout: 0.2 },
};

export const casesOf = (api) =>
  Object.fromEntries(
    Object.entries(kinds).map(([name, options]) => [
      `classifier of ${name}`,
      async () => {
        const data = { images, shape: options.shape, labels };
        const spec = api.classifier({ classes: 3, ...options });
        const model = await spec.fit(data, { stream: stream('fit'), steps: 3, batchSize: 8 });
        const again = api.loadModel(model.save());
        return [model.save(), again.predict(data), again.features(data), Object.values(again.evaluate(data))];
      },
    ]),
  );

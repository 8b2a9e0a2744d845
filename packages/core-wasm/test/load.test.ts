// Which machine runs: every way in which WebAssembly can be missing, and every way to bring a module.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

type Load = typeof import('../src/load');
type Door = ReturnType<Load['loader']>;

const bytes = readFileSync(fileURLToPath(new URL('../dist/core.wasm', import.meta.url)));
const compile = (): WebAssembly.Module => new WebAssembly.Module(bytes);
const broken = (why: Error): (() => WebAssembly.Module) => {
  return () => {
    throw why;
  };
};

/** The loader of a realm in which nothing has been loaded yet. */
let door: (compile: () => WebAssembly.Module, later?: () => Promise<WebAssembly.Module>) => Door;
beforeEach(async () => {
  vi.resetModules();
  const { loader } = await import('../src/load');
  door = (now, later = async () => now()) => loader(now, later);
});
afterEach(() => vi.unstubAllGlobals());

/** The first word of ChaCha8 with a key of zeros: enough to see that a machine works. */
function firstWord(machine: ReturnType<Door['machine']>): number {
  const source = machine.source('chacha8', new Uint32Array(8));
  machine.kernels.fillWords(source, 0, 1, machine.scratch);
  return machine.u32[machine.scratch >> 2];
}
const expected = 0x2fef003e;

describe('without being asked', () => {
  test('WebAssembly runs, compiled once and not before the first use', () => {
    const counted = vi.fn(compile);
    const { machine, backend, fallbackReason } = door(counted);
    expect(counted).not.toHaveBeenCalled();
    expect(backend()).toBe('wasm');
    expect(machine()).toBe(machine());
    expect(counted).toHaveBeenCalledTimes(1);
    expect(fallbackReason()).toBeUndefined();
    expect(firstWord(machine())).toBe(expected);
  });

  test.each([
    ['bytes that are no module', () => new WebAssembly.Module(bytes.subarray(0, 1000)), /expected|size|end/],
    ['a module of something else', () => new WebAssembly.Module(empty), /not this release's core/],
    ['a content-security policy', broken(new WebAssembly.CompileError('blocked by CSP')), /blocked by CSP/],
    ['a limit on synchronous compilation', broken(new RangeError('larger than 4KB')), /larger than 4KB/],
    ['something that is not an Error', broken('no' as never), /^no$/],
  ])('the fallback runs for %s, and says why', (_, failing, why) => {
    const { machine, backend, fallbackReason } = door(failing);
    expect(backend()).toBe('typescript');
    expect(fallbackReason()).toMatch(why);
    expect(firstWord(machine())).toBe(expected);
  });

  test('the fallback runs where there is no WebAssembly at all', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    const { backend, useBackend, fallbackReason, init } = door(compile);
    expect(backend()).toBe('typescript');
    expect(fallbackReason()).toMatch(/WebAssembly|undefined|constructor/);
    expect(() => useBackend('wasm')).toThrow(expect.objectContaining({ code: 'STOKAST_E_BACKEND' }));
    await expect(init({ module: bytes })).rejects.toMatchObject({ code: 'STOKAST_E_BACKEND' });
    expect((await init()).backend).toBe('typescript');
  });

  test('the fallback runs where memory cannot grow to what the machine needs', () => {
    vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('failed to grow');
    });
    const { backend, fallbackReason } = door(compile);
    expect(backend()).toBe('typescript');
    expect(fallbackReason()).toMatch(/Cannot start the machine/);
    vi.restoreAllMocks();
  });
});

describe('useBackend', () => {
  test('switches back and forth between two machines that stay', () => {
    const { machine, useBackend } = door(compile);
    const wasm = machine();
    const typescript = useBackend('typescript');
    expect([wasm.backend, typescript.backend]).toEqual(['wasm', 'typescript']);
    expect(machine()).toBe(typescript);
    expect(useBackend('auto')).toBe(wasm);
    expect(useBackend('typescript')).toBe(typescript);
    expect(useBackend('wasm')).toBe(wasm);
  });

  test('a choice that cannot be had is an error, and changes nothing', () => {
    const { machine, useBackend, backend } = door(broken(new Error('forbidden')));
    const before = useBackend('typescript');
    expect(() => useBackend('wasm')).toThrow(/forbidden.*useBackend\('auto'\)/);
    expect(machine()).toBe(before);
    expect(() => useBackend('gpu' as never)).toThrow(expect.objectContaining({ code: 'STOKAST_E_TYPE' }));
    expect(backend()).toBe('typescript');
  });

  test('the reason for a fallback is told only while it runs unasked', () => {
    let failing = true;
    const { useBackend, fallbackReason, backend } = door(() => {
      if (failing) throw new Error('not yet');
      return compile();
    });
    expect(backend()).toBe('typescript');
    expect(fallbackReason()).toBe('not yet');
    useBackend('typescript');
    expect(fallbackReason()).toBeUndefined();
    useBackend('auto');
    expect(fallbackReason()).toBe('not yet');
    failing = false;
    expect(useBackend('auto').backend).toBe('wasm');
    expect(fallbackReason()).toBeUndefined();
  });
});

describe('init', () => {
  const url = `data:application/wasm;base64,${bytes.toString('base64')}`;
  test.each([
    ['bytes', () => bytes],
    ['an ArrayBuffer', () => new Uint8Array(bytes).buffer],
    ['a module', compile],
    ['a response', () => new Response(new Uint8Array(bytes))],
    ['a URL', () => new URL(url)],
  ])('takes the module from %s', async (_, make) => {
    const { init, backend } = door(broken(new Error('not to be called')));
    const machine = await init({ module: make() as never });
    expect(machine.backend).toBe('wasm');
    expect(firstWord(machine)).toBe(expected);
    expect(backend()).toBe('wasm');
  });

  test('without a module compiles the package', async () => {
    const { init, machine } = door(compile);
    expect(await init()).toBe(machine());
    expect((await init({})).backend).toBe('wasm');
  });

  test('without a module waits for the background where the foreground has a limit', async () => {
    const limited = broken(new RangeError('larger than 4KB'));
    const { init, backend, useBackend } = door(limited, () => WebAssembly.compile(bytes));
    const [first, second] = await Promise.all([init(), init()]);
    expect(first.backend).toBe('wasm');
    expect(second).toBe(first);
    expect(useBackend('auto')).toBe(first);
    expect(backend()).toBe('wasm');
  });

  test('without a module falls back as the first use does', async () => {
    const failing = door(broken(new Error('blocked by CSP')));
    expect((await failing.init()).backend).toBe('typescript');
    expect(failing.fallbackReason()).toBe('blocked by CSP');
  });

  test('a choice made while init waits stays', async () => {
    const { init, useBackend, backend } = door(compile, () => WebAssembly.compile(bytes));
    const waiting = init();
    useBackend('typescript');
    expect((await waiting).backend).toBe('typescript');
    expect(backend()).toBe('typescript');
  });

  test('takes over from the fallback', async () => {
    const { init, backend, fallbackReason } = door(broken(new Error('too large')));
    expect(backend()).toBe('typescript');
    await init({ module: bytes });
    expect(backend()).toBe('wasm');
    expect(fallbackReason()).toBeUndefined();
  });

  test('twice at once, or late, gives the one machine of the realm', async () => {
    const { init, machine } = door(compile);
    const [first, second] = await Promise.all([init({ module: bytes }), init({ module: compile() })]);
    expect(second).toBe(first);
    expect(await init({ module: bytes })).toBe(first);
    expect(machine()).toBe(first);
  });

  test.each([
    ['a number', 5],
    ['null', null],
    ['half of it', bytes.subarray(0, 9999)],
    ['another module', () => new WebAssembly.Module(empty)],
    ['a page that says 404', () => new Response('<html>Not found</html>', { status: 404 })],
  ])('refuses %s and goes on as before', async (_, module) => {
    const { init, backend } = door(compile);
    const given = (typeof module === 'function' ? module() : module) as never;
    await expect(init({ module: given })).rejects.toMatchObject({ code: 'STOKAST_E_BACKEND' });
    expect(backend()).toBe('wasm');
  });
});

/** The smallest module there is. */
const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

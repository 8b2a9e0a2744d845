// The functions of sampling, noting which the cases call.
import * as sampling from '@stokast/sampling';
import { noting } from '../public.mjs';

export const { api, missing } = noting(sampling);

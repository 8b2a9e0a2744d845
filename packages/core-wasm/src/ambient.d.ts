// AssemblyScript's number types, for the TypeScript compiler only.
// A value's width is what the kernel's own operations keep it to (`| 0`, `>>> 0`, `fround`).
declare type f64 = number;
declare type f32 = number;
declare type i32 = number;
declare type u32 = number;
declare type usize = number;

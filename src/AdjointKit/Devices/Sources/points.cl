/* Weighted reading and its transpose. */
DEVICE complex complex_scaled_sum(real weight, complex x, complex sum) { return make_complex(fma(weight, x.re, sum.re), fma(weight, x.im, sum.im)); }
DEVICE real real_scaled_sum(real weight, real x, real sum) { return fma(weight, x, sum); }

#define GATHER(name, type, add, zero) \
    KERNEL name(int64 count, int64 taps, GLOBAL const type *source, int64 source_at, GLOBAL const int64 *indices, int64 indices_at, GLOBAL const real *weights, int64 weights_at, GLOBAL type *into, int64 into_at) \
    { \
        int64 k = GLOBAL_X; \
        if (k >= count) return; \
        type sum = zero; \
        for (int64 j = k * taps; j < (k + 1) * taps; j++) sum = add(weights[weights_at + j], source[source_at + indices[indices_at + j]], sum); \
        into[into_at + k] = sum; \
    }

/* Each touched element adds what belongs to it, in the order of the entries: starts and entries are the indices turned round, targets the elements. */
#define SCATTER(name, type, add) \
    KERNEL name(int64 touched, int64 taps, GLOBAL const int64 *targets, GLOBAL const int64 *starts, GLOBAL const int64 *entries, GLOBAL const real *weights, int64 weights_at, GLOBAL const type *x, int64 x_at, GLOBAL type *into, int64 into_at) \
    { \
        int64 t = GLOBAL_X; \
        if (t >= touched) return; \
        type sum = into[into_at + targets[t]]; \
        for (int64 e = starts[t]; e < starts[t + 1]; e++) { int64 j = entries[e]; sum = add(weights[weights_at + j], x[x_at + j / taps], sum); } \
        into[into_at + targets[t]] = sum; \
    }

GATHER(gather_real, real, real_scaled_sum, R(0.0))
GATHER(gather_complex, complex, complex_scaled_sum, make_complex(R(0.0), R(0.0)))
SCATTER(scatter_real, real, real_scaled_sum)
SCATTER(scatter_complex, complex, complex_scaled_sum)

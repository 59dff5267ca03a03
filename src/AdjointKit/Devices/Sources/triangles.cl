/* What stands on one side of a diagonal of matrices, zeros elsewhere. */
#define TRIANGLE(name, type, zero) \
    KERNEL name(int64 count, int64 rows, int64 columns, int lower, int64 diagonal, GLOBAL const type *x, int64 x_at, GLOBAL type *into, int64 into_at) \
    { \
        int64 k = GLOBAL_X; \
        if (k >= count) return; \
        int64 column = k % columns; \
        int64 edge = k / columns % rows + diagonal; \
        into[into_at + k] = (lower ? column <= edge : column >= edge) ? x[x_at + k] : zero; \
    }

TRIANGLE(triangle_real, real, R(0.0))
TRIANGLE(triangle_complex, complex, make_complex(R(0.0), R(0.0)))

/*
 * Matrix products into = op(a) op(b) or into += op(a) op(b) of real or complex numbers: how the kernels reach their operands. A matrix has any steps between rows
 * and columns, so that a transposed one is the same with the steps exchanged; four axes of a batch lie in front. An element is a chain of fused
 * multiply-adds in the order of the inner axis.
 */
#if IS_COMPLEX
typedef complex number;
#define ZERO make_complex(R(0.0), R(0.0))
DEVICE number number_add(number a, number b) { return complex_add(a, b); }
DEVICE number multiply_add(number a, number b, number c) { return make_complex(fma(-a.im, b.im, fma(a.re, b.re, c.re)), fma(a.im, b.re, fma(a.re, b.im, c.im))); }
DEVICE number conjugated(number x, int conjugate) { return conjugate ? complex_conjugate(x) : x; }
#else
typedef real number;
#define ZERO R(0.0)
DEVICE number number_add(number a, number b) { return a + b; }
DEVICE number multiply_add(number a, number b, number c) { return fma(a, b, c); }
DEVICE number conjugated(number x, int conjugate) { (void)conjugate; return x; }
#endif

#define MATRIX(type, name) GLOBAL type *name, int64 name##_at, int64 name##_row, int64 name##_column, int64 name##_s0, int64 name##_s1, int64 name##_s2, int64 name##_s3
#define OPERANDS \
    int64 rows, int64 columns, int64 inner, int conjugate_a, int conjugate_b, int accumulate, int64 n0, int64 n1, int64 n2, int64 n3, \
    MATRIX(const number, a), MATRIX(const number, b), MATRIX(number, into)

#define EACH_PRODUCT for (int64 batch = GROUP_Y; batch < n0 * n1 * n2 * n3; batch += GROUPS_Y)
#define BEGIN_OF(name) (name + name##_at + batch % n3 * name##_s3 + batch / n3 % n2 * name##_s2 + batch / n3 / n2 % n1 * name##_s1 + batch / n3 / n2 / n1 * name##_s0)

/*
 * Matrix products into = op(a) op(b) or into += op(a) op(b), and with an ADDEND into = c + sign op(a) op(b) or
 * into = c + scale op(a) op(b), of real or complex numbers: how the kernels reach their operands. A matrix has any steps between rows
 * and columns, so that a transposed one is the same with the steps exchanged; four axes of a batch lie in front. An element is a chain of fused
 * multiply-adds in the order of the inner axis.
 */
#if IS_COMPLEX
typedef complex number;
#define ZERO make_complex(R(0.0), R(0.0))
DEVICE number number_add(number a, number b) { return complex_add(a, b); }
DEVICE number number_multiply(number a, number b) { return complex_multiply(a, b); }
DEVICE number with_sign(real sign, number a) { return make_complex(sign * a.re, sign * a.im); }
DEVICE number multiply_add(number a, number b, number c) { return make_complex(fma(-a.im, b.im, fma(a.re, b.re, c.re)), fma(a.im, b.re, fma(a.re, b.im, c.im))); }
DEVICE number conjugated(number x, int conjugate) { return conjugate ? complex_conjugate(x) : x; }
#else
typedef real number;
#define ZERO R(0.0)
DEVICE number number_add(number a, number b) { return a + b; }
DEVICE number number_multiply(number a, number b) { return a * b; }
DEVICE number with_sign(real sign, number a) { return sign * a; }
DEVICE number multiply_add(number a, number b, number c) { return fma(a, b, c); }
DEVICE number conjugated(number x, int conjugate) { (void)conjugate; return x; }
#endif

#define MATRIX(type, name) GLOBAL type *name, int64 name##_at, int64 name##_row, int64 name##_column, int64 name##_s0, int64 name##_s1, int64 name##_s2, int64 name##_s3
#define PRODUCT_OPERANDS \
    int64 rows, int64 columns, int64 inner, int conjugate_a, int conjugate_b, int accumulate, int64 n0, int64 n1, int64 n2, int64 n3, \
    MATRIX(const number, a), MATRIX(const number, b), MATRIX(number, into)

#if ADDEND
#define PLANE(type, name) GLOBAL type *name, int64 name##_at, int64 name##_row, int64 name##_column
#define PLANE_PLACE(name, row, column) name[name##_at + (row) * name##_row + (column) * name##_column]
#define OPERANDS PRODUCT_OPERANDS, real sign, PLANE(const number, c), PLANE(const number, scale), PLANE(number, product)

/* The scale is none where there is a sign; the product is kept where somebody asks for it. */
#define STORE(row, column, sum) { \
    number found = sum; \
    if (product) PLANE_PLACE(product, row, column) = found; \
    found = scale ? number_multiply(PLANE_PLACE(scale, row, column), found) : with_sign(sign, found); \
    result[(row) * into_row + (column) * into_column] = number_add(PLANE_PLACE(c, row, column), found); }
#else
#define OPERANDS PRODUCT_OPERANDS
#define STORE(row, column, sum) { \
    GLOBAL number *place = result + (row) * into_row + (column) * into_column; \
    *place = accumulate ? number_add(*place, sum) : sum; }
#endif

#define EACH_PRODUCT for (int64 batch = GROUP_Y; batch < n0 * n1 * n2 * n3; batch += GROUPS_Y)
#define BEGIN_OF(name) (name + name##_at + batch % n3 * name##_s3 + batch / n3 % n2 * name##_s2 + batch / n3 / n2 % n1 * name##_s1 + batch / n3 / n2 / n1 * name##_s0)

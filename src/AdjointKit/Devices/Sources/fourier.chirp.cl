/*
 * The two ends of Bluestein's transform along an axis [lines, n, inner]: with the chirp c[j] = exp(-i pi j^2 / n) it is X[k] = c[k] (the convolution of x c
 * with conj c)[k]. What is convolved is filled up with zeros to a longer axis.
 */
KERNEL chirp_in(int64 count, int64 points, int64 length, int64 inner, GLOBAL const complex *chirp, GLOBAL const real *x, int64 x_at, GLOBAL real *into, int64 into_at, real load_sign)
{
    int64 place = GLOBAL_X;
    if (place >= count) return;
    int64 i = place % inner;
    int64 j = place / inner % length;
    int64 line = place / inner / length;
    GLOBAL const complex *from = (GLOBAL const complex *)(x + x_at);
    complex value = make_complex(R(0.0), R(0.0));
    if (j < points) value = complex_multiply(LOADED(from[(line * points + j) * inner + i]), chirp[j]);
    ((GLOBAL complex *)(into + into_at))[place] = value;
}

KERNEL chirp_out(int64 count, int64 points, int64 length, int64 inner, GLOBAL const complex *chirp, GLOBAL const real *x, int64 x_at, GLOBAL real *into, int64 into_at, ENDS)
{
    int64 place = GLOBAL_X;
    if (place >= count) return;
    int64 i = place % inner;
    int64 k = place / inner % points;
    int64 line = place / inner / points;
    GLOBAL const complex *from = (GLOBAL const complex *)(x + x_at);
    complex value = complex_multiply(LOADED(from[(line * length + k) * inner + i]), chirp[k]);
    ((GLOBAL complex *)(into + into_at))[place] = FINISHED(value, FACTOR_PLACE(line, 0, i) + k * factor_step);
}

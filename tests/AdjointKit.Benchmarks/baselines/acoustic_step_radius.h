/* One element type T and one radius R of the baseline; included by acoustic_step.c once for each. */

#define JOIN3(a, b, c) a##_##b##_##c
#define JOIN(a, b, c) JOIN3(a, b, c)
#define NAMED(name) JOIN(name, T, R)

/* The usual text: w0 u + sum w_m (u[-m] + u[+m]). */
static inline __attribute__((always_inline)) T NAMED(sum)(const T *u, ptrdiff_t s, const T *wx, const T *wz)
{
    T lap = (wx[0] + wz[0]) * u[0];
#pragma GCC unroll 8
    for (int m = 1; m <= R; m++) lap += wx[m] * (u[-m * s] + u[m * s]) + wz[m] * (u[-m] + u[m]);
    return lap;
}

/* The arithmetic of AdjointKit, exact for constants: sum w_m ((u[-m] - u) + (u[+m] - u)). */
static inline __attribute__((always_inline)) T NAMED(difference)(const T *u, ptrdiff_t s, const T *wx, const T *wz)
{
    T lap = 0;
#pragma GCC unroll 8
    for (int m = 1; m <= R; m++) lap += wx[m] * (u[-m * s] - u[0]) + wx[m] * (u[m * s] - u[0]);
#pragma GCC unroll 8
    for (int m = 1; m <= R; m++) lap += wz[m] * (u[-m] - u[0]) + wz[m] * (u[m] - u[0]);
    return lap;
}

static inline __attribute__((always_inline)) void NAMED(finish)(T lap, const T *u, T *next, T *d, const T *c)
{
    T increment = *d + *c * lap;
    *d = increment;
    *next = *u + increment;
}

static void NAMED(row_sum)(const T *restrict u, T *restrict next, T *restrict d, const T *restrict c, ptrdiff_t n, ptrdiff_t s, const T *wx, const T *wz)
{
#pragma omp simd
    for (ptrdiff_t k = 0; k < n; k++) NAMED(finish)(NAMED(sum)(u + k, s, wx, wz), u + k, next + k, d + k, c + k);
}

static void NAMED(row_difference)(const T *restrict u, T *restrict next, T *restrict d, const T *restrict c, ptrdiff_t n, ptrdiff_t s, const T *wx, const T *wz)
{
#pragma omp simd
    for (ptrdiff_t k = 0; k < n; k++) NAMED(finish)(NAMED(difference)(u + k, s, wx, wz), u + k, next + k, d + k, c + k);
}

static void NAMED(two_rows)(const T *restrict u, T *restrict next, T *restrict d, const T *restrict c, ptrdiff_t n, ptrdiff_t s, ptrdiff_t p, const T *wx, const T *wz)
{
#pragma omp simd
    for (ptrdiff_t k = 0; k < n; k++)
    {
        T lap0 = NAMED(sum)(u + k, s, wx, wz), lap1 = NAMED(sum)(u + s + k, s, wx, wz);
        NAMED(finish)(lap0, u + k, next + k, d + k, c + k);
        NAMED(finish)(lap1, u + s + k, next + s + k, d + p + k, c + p + k);
    }
}

static void NAMED(four_rows)(const T *restrict u, T *restrict next, T *restrict d, const T *restrict c, ptrdiff_t n, ptrdiff_t s, ptrdiff_t p, const T *wx, const T *wz)
{
#pragma omp simd
    for (ptrdiff_t k = 0; k < n; k++)
    {
        T lap0 = NAMED(sum)(u + k, s, wx, wz), lap1 = NAMED(sum)(u + s + k, s, wx, wz);
        T lap2 = NAMED(sum)(u + 2 * s + k, s, wx, wz), lap3 = NAMED(sum)(u + 3 * s + k, s, wx, wz);
        NAMED(finish)(lap0, u + k, next + k, d + k, c + k);
        NAMED(finish)(lap1, u + s + k, next + s + k, d + p + k, c + p + k);
        NAMED(finish)(lap2, u + 2 * s + k, next + 2 * s + k, d + 2 * p + k, c + 2 * p + k);
        NAMED(finish)(lap3, u + 3 * s + k, next + 3 * s + k, d + 3 * p + k, c + 3 * p + k);
    }
}

static void NAMED(step)(int variant, const T *u, T *next, T *d, const T *c, int rows, ptrdiff_t n, ptrdiff_t s, ptrdiff_t p, const T *wx, const T *wz, int threads)
{
    int group = variant == TWO_ROWS ? 2 : variant == FOUR_ROWS ? 4 : 1;
    int groups = rows / group;
#pragma omp parallel for schedule(static) num_threads(threads)
    for (int g = 0; g < groups; g++)
    {
        const T *ug = u + g * group * s, *cg = c + g * group * p;
        T *nextg = next + g * group * s, *dg = d + g * group * p;
        switch (variant)
        {
        case SUM: NAMED(row_sum)(ug, nextg, dg, cg, n, s, wx, wz); break;
        case DIFFERENCE: NAMED(row_difference)(ug, nextg, dg, cg, n, s, wx, wz); break;
        case TWO_ROWS: NAMED(two_rows)(ug, nextg, dg, cg, n, s, p, wx, wz); break;
        case FOUR_ROWS: NAMED(four_rows)(ug, nextg, dg, cg, n, s, p, wx, wz); break;
        }
    }

    for (int i = groups * group; i < rows; i++) NAMED(row_sum)(u + i * s, next + i * s, d + i * p, c + i * p, n, s, wx, wz);
}

#undef NAMED
#undef JOIN
#undef JOIN3

/*
 * The baseline of the wave benchmarks: one leapfrog step of the 2-D acoustic wave equation, the increment carried,
 *
 *     d += c L u;  next = u + d
 *
 * with u and next haloed (pointers to the first point of the domain), d and c without a halo: u, d, c read and d, next written, 20 bytes a point in
 * float. The radius is a compile-time constant: with a loop over a variable radius GCC leaves the loop over the columns scalar.
 *
 * Four ways to write it; the benchmark runs all of them and compares with the fastest.
 */
#include <stddef.h>

enum variant
{
    SUM,        /* the usual text, one row at a time, sum w_m (u[-m] + u[+m]) */
    DIFFERENCE, /* the arithmetic of AdjointKit, one row at a time */
    TWO_ROWS,   /* the usual text, two rows per pass, so that rows loaded once can serve both */
    FOUR_ROWS,  /* the same with four rows */
};

#define T float
#define R 1
#include "acoustic_step_radius.h"
#undef R
#define R 2
#include "acoustic_step_radius.h"
#undef R
#define R 4
#include "acoustic_step_radius.h"
#undef R
#define R 6
#include "acoustic_step_radius.h"
#undef R
#undef T

#define T double
#define R 1
#include "acoustic_step_radius.h"
#undef R
#define R 2
#include "acoustic_step_radius.h"
#undef R
#define R 4
#include "acoustic_step_radius.h"
#undef R
#define R 6
#include "acoustic_step_radius.h"
#undef R
#undef T

/* rows, columns of the domain; s, p: the row strides of haloed and plain arrays; wx, wz: weights, centre first. An odd number of steps leaves the result in next. */
void acoustic_steps_float(int radius, int variant, float *u, float *next, float *d, const float *c, int rows, ptrdiff_t columns, ptrdiff_t s, ptrdiff_t p, const float *wx, const float *wz, int threads, int steps)
{
    for (int n = 0; n < steps; n++)
    {
        switch (radius)
        {
        case 1: step_float_1(variant, u, next, d, c, rows, columns, s, p, wx, wz, threads); break;
        case 2: step_float_2(variant, u, next, d, c, rows, columns, s, p, wx, wz, threads); break;
        case 4: step_float_4(variant, u, next, d, c, rows, columns, s, p, wx, wz, threads); break;
        case 6: step_float_6(variant, u, next, d, c, rows, columns, s, p, wx, wz, threads); break;
        }

        float *swap = u;
        u = next;
        next = swap;
    }
}

void acoustic_steps_double(int radius, int variant, double *u, double *next, double *d, const double *c, int rows, ptrdiff_t columns, ptrdiff_t s, ptrdiff_t p, const double *wx, const double *wz, int threads, int steps)
{
    for (int n = 0; n < steps; n++)
    {
        switch (radius)
        {
        case 1: step_double_1(variant, u, next, d, c, rows, columns, s, p, wx, wz, threads); break;
        case 2: step_double_2(variant, u, next, d, c, rows, columns, s, p, wx, wz, threads); break;
        case 4: step_double_4(variant, u, next, d, c, rows, columns, s, p, wx, wz, threads); break;
        case 6: step_double_6(variant, u, next, d, c, rows, columns, s, p, wx, wz, threads); break;
        }

        double *swap = u;
        u = next;
        next = swap;
    }
}

/* A stream with the traffic of a step and no stencil, 20 bytes a point: what the memory allows. */
void stream_like_step(float *restrict u, float *restrict next, float *restrict d, const float *restrict c, ptrdiff_t n, int threads, int steps)
{
    for (int step = 0; step < steps; step++)
    {
#pragma omp parallel for simd schedule(static) num_threads(threads)
        for (ptrdiff_t k = 0; k < n; k++)
        {
            d[k] = d[k] + c[k] * u[k];
            next[k] = u[k] + d[k];
        }
    }
}

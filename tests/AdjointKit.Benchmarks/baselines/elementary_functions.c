// Elementwise loops for the elementwise benchmark. Compiled twice: plainly, so that every element calls libm, and with -O3 -march=native -ffast-math, so that
// gcc calls the vector variants of glibc (libmvec) where there are some.
#include <complex.h>
#include <math.h>

#define UNARY(name, single, number) \
    void name##_f32(const float *restrict a, const float *restrict b, float *restrict into, long count) { (void)b; for (long i = 0; i < count; i++) { float x = a[i]; into[i] = single; } } \
    void name##_f64(const double *restrict a, const double *restrict b, double *restrict into, long count) { (void)b; for (long i = 0; i < count; i++) { double x = a[i]; into[i] = number; } }

#define BINARY(name, single, number) \
    void name##_f32(const float *restrict a, const float *restrict b, float *restrict into, long count) { for (long i = 0; i < count; i++) { float x = a[i], y = b[i]; into[i] = single; } } \
    void name##_f64(const double *restrict a, const double *restrict b, double *restrict into, long count) { for (long i = 0; i < count; i++) { double x = a[i], y = b[i]; into[i] = number; } }

UNARY(exp, expf(x), exp(x))
UNARY(expm1, expm1f(x), expm1(x))
UNARY(log, logf(x), log(x))
UNARY(log1p, log1pf(x), log1p(x))
UNARY(sin, sinf(x), sin(x))
UNARY(cos, cosf(x), cos(x))
UNARY(tanh, tanhf(x), tanh(x))
UNARY(sigmoid, 1 / (1 + expf(-x)), 1 / (1 + exp(-x)))
UNARY(erf, erff(x), erf(x))
UNARY(sqrt, sqrtf(x), sqrt(x))
BINARY(atan2, atan2f(y, x), atan2(y, x))
BINARY(pow, powf(x, y), pow(x, y))
BINARY(hypot, hypotf(x, y), hypot(x, y))
BINARY(multiply, x * y, x * y)

// Complex numbers lie as pairs, and count counts their parts: count / 2 numbers.
#define COMPLEX(type, suffix) \
    void complex_multiply_##suffix(const type *restrict a, const type *restrict b, type *restrict into, long count) \
    { \
        for (long i = 0; i < count; i += 2) \
        { \
            into[i] = a[i] * b[i] - a[i + 1] * b[i + 1]; \
            into[i + 1] = a[i] * b[i + 1] + a[i + 1] * b[i]; \
        } \
    }

COMPLEX(float, f32)
COMPLEX(double, f64)

#define COMPLEX_FUNCTION(name, single, number) \
    void complex_##name##_f32(const float *restrict a, const float *restrict b, float *restrict into, long count) \
    { \
        for (long i = 0; i < count; i += 2) { float complex x = a[i] + I * a[i + 1], y = b[i] + I * b[i + 1], z = single; (void)y; into[i] = crealf(z); into[i + 1] = cimagf(z); } \
    } \
    void complex_##name##_f64(const double *restrict a, const double *restrict b, double *restrict into, long count) \
    { \
        for (long i = 0; i < count; i += 2) { double complex x = a[i] + I * a[i + 1], y = b[i] + I * b[i + 1], z = number; (void)y; into[i] = creal(z); into[i + 1] = cimag(z); } \
    }

COMPLEX_FUNCTION(divide, x / y, x / y)
COMPLEX_FUNCTION(exp, cexpf(x), cexp(x))
COMPLEX_FUNCTION(log, clogf(x), clog(x))
COMPLEX_FUNCTION(sqrt, csqrtf(x), csqrt(x))
COMPLEX_FUNCTION(sin, csinf(x), csin(x))
COMPLEX_FUNCTION(tanh, ctanhf(x), ctanh(x))

#define REDUCTIONS(type, suffix) \
    void sum_##suffix(const type *restrict a, const type *restrict b, type *restrict into, long count) { (void)b; type sum = 0; for (long i = 0; i < count; i++) sum += a[i]; into[0] = sum; } \
    void dot_##suffix(const type *restrict a, const type *restrict b, type *restrict into, long count) { type sum = 0; for (long i = 0; i < count; i++) sum += a[i] * b[i]; into[0] = sum; } \
    void largest_##suffix(const type *restrict a, const type *restrict b, type *restrict into, long count) { (void)b; type largest = a[0]; for (long i = 1; i < count; i++) largest = a[i] > largest ? a[i] : largest; into[0] = largest; }

REDUCTIONS(float, f32)
REDUCTIONS(double, f64)

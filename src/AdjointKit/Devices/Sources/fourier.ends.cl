/*
 * What is done to the points beside the transform: conjugation as they are read (sign -1), and as they are written a factor each (a transfer function, twiddles)
 * and a scale whose imaginary part carries a sign of its own. factor_sign is -1 for the conjugate of the factor and 0 where there is none;
 * the factor of point p of line (outer, middle, inner) lies at (outer % period) outer_step + middle middle_step + inner inner_step + p point_step.
 */
#define ENDS \
    real load_sign, real scale_re, real scale_im, GLOBAL const real *factor, int64 factor_at, real factor_sign, \
    int64 factor_period, int64 factor_outer, int64 factor_middle, int64 factor_inner, int64 factor_step

#define FACTOR_PLACE(outer, middle, inner) ((outer) % factor_period * factor_outer + (middle) * factor_middle + (inner) * factor_inner)
#define LOADED(value) load_end(value, load_sign)
#define FINISHED(value, place) scaled(times_factor(value, (GLOBAL const complex *)(factor + factor_at), place, factor_sign), scale_re, scale_im)

DEVICE complex load_end(complex x, real sign) { return make_complex(x.re, sign * x.im); }

DEVICE complex times_factor(complex x, GLOBAL const complex *factors, int64 place, real sign)
{
    if (sign == R(0.0)) return x;
    return complex_multiply(x, load_end(factors[place], sign));
}

DEVICE complex scaled(complex x, real scale_re, real scale_im) { return make_complex(scale_re * x.re, scale_im * x.im); }

/* Complex numbers, real part first, as the host lays them out. */
typedef struct { real re; real im; } complex;

DEVICE complex make_complex(real re, real im) { complex z; z.re = re; z.im = im; return z; }
DEVICE complex complex_negate(complex x) { return make_complex(-x.re, -x.im); }
DEVICE complex complex_conjugate(complex x) { return make_complex(x.re, -x.im); }
DEVICE complex complex_add(complex a, complex b) { return make_complex(a.re + b.re, a.im + b.im); }
DEVICE complex complex_subtract(complex a, complex b) { return make_complex(a.re - b.re, a.im - b.im); }
DEVICE complex complex_multiply(complex a, complex b) { return make_complex(fma(a.re, b.re, -(a.im * b.im)), fma(a.re, b.im, a.im * b.re)); }
DEVICE complex complex_multiply_conjugate(complex a, complex b) { return complex_multiply(a, complex_conjugate(b)); }
DEVICE complex complex_square(complex x) { return make_complex((x.re - x.im) * (x.re + x.im), R(2.0) * x.re * x.im); }

/* Smith's division: no overflow where the quotient has none. */
DEVICE complex complex_divide(complex a, complex b)
{
    if (fabs(b.re) >= fabs(b.im)) {
        real ratio = b.im / b.re;
        real scale = b.re + b.im * ratio;
        return make_complex((a.re + a.im * ratio) / scale, (a.im - a.re * ratio) / scale);
    }
    real ratio = b.re / b.im;
    real scale = b.re * ratio + b.im;
    return make_complex((a.re * ratio + a.im) / scale, (a.im * ratio - a.re) / scale);
}

DEVICE complex complex_reciprocal(complex x) { return complex_divide(make_complex(R(1.0), R(0.0)), x); }
DEVICE complex complex_log(complex x) { return make_complex(log(hypot(x.re, x.im)), atan2(x.im, x.re)); }
DEVICE complex complex_sin(complex x) { return make_complex(sin(x.re) * cosh(x.im), cos(x.re) * sinh(x.im)); }
DEVICE complex complex_cos(complex x) { return make_complex(cos(x.re) * cosh(x.im), -(sin(x.re) * sinh(x.im))); }

DEVICE complex complex_sinh(complex x) { return make_complex(sinh(x.re) * cos(x.im), cosh(x.re) * sin(x.im)); }
DEVICE complex complex_cosh(complex x) { return make_complex(cosh(x.re) * cos(x.im), sinh(x.re) * sin(x.im)); }

DEVICE complex complex_exp(complex x)
{
    real magnitude = exp(x.re);
    return x.im == R(0.0) ? make_complex(magnitude, x.im) : make_complex(magnitude * cos(x.im), magnitude * sin(x.im));
}

/* The root in the right half plane, its smaller part by division so that nothing cancels. */
DEVICE complex complex_sqrt(complex x)
{
    if (x.re == R(0.0) && x.im == R(0.0)) return make_complex(R(0.0), x.im);
    real larger = sqrt(R(0.5) * (fabs(x.re) + hypot(x.re, x.im)));
    real smaller = x.im / (R(2.0) * larger);
    if (x.re >= R(0.0)) return make_complex(larger, smaller);
    return make_complex(fabs(smaller), x.im < R(0.0) ? -larger : larger);
}

/* tanh(x + i y) = (t + i s c / cosh^2 x) / (c^2 + t^2 s^2) with t = tanh x, s = sin y, c = cos y: nothing overflows. */
DEVICE complex complex_tanh(complex x)
{
    real t = tanh(x.re);
    real s = sin(x.im);
    real c = cos(x.im);
    real decay = R(1.0) / cosh(x.re);
    real scale = c * c + t * t * s * s;
    return make_complex(t / scale, decay * decay * s * c / scale);
}

/* tan z = -i tanh(i z). */
DEVICE complex complex_tan(complex x)
{
    complex t = complex_tanh(make_complex(-x.im, x.re));
    return make_complex(t.im, -t.re);
}

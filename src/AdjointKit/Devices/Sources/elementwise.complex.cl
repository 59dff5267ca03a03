/* Elementwise operations on complex arrays; some give real ones. */
DEVICE bool complex_is_zero(complex a) { return a.re == R(0.0) && a.im == R(0.0); }

DEVICE complex complex_fma(complex a, complex b, complex c)
{
    return make_complex(fma(-a.im, b.im, fma(a.re, b.re, c.re)), fma(a.im, b.re, fma(a.re, b.im, c.im)));
}

UNARY(negate, complex, complex, complex_negate(x))
UNARY(reciprocal, complex, complex, complex_reciprocal(x))
UNARY(square, complex, complex, complex_square(x))
UNARY(sqrt, complex, complex, complex_sqrt(x))
UNARY(exp, complex, complex, complex_exp(x))
UNARY(log, complex, complex, complex_log(x))
UNARY(sin, complex, complex, complex_sin(x))
UNARY(cos, complex, complex, complex_cos(x))
UNARY(tanh, complex, complex, complex_tanh(x))
UNARY(tan, complex, complex, complex_tan(x))
UNARY(sinh, complex, complex, complex_sinh(x))
UNARY(cosh, complex, complex, complex_cosh(x))
UNARY(conjugate, complex, complex, complex_conjugate(x))
UNARY(abs, complex, real, hypot(x.re, x.im))
UNARY(phase, complex, real, atan2(x.im, x.re))
UNARY(real, complex, real, x.re)
UNARY(imaginary, complex, real, x.im)
UNARY(abs_squared, complex, real, fma(x.re, x.re, x.im * x.im))

BINARY(add, complex, complex_add(a, b))
BINARY(subtract, complex, complex_subtract(a, b))
BINARY(multiply, complex, complex_multiply(a, b))
BINARY(divide, complex, complex_divide(a, b))
BINARY(strong_multiply, complex, complex_is_zero(a) ? make_complex(R(0.0), R(0.0)) : complex_multiply(a, b))
BINARY(strong_multiply_conjugate, complex, complex_is_zero(a) ? make_complex(R(0.0), R(0.0)) : complex_multiply_conjugate(a, b))

SELECT(select_by_real, real, complex)
SELECT(select_by_byte, char, complex)

TERNARY(multiply_add, complex, complex_fma(a, b, c))
SCALED(affine, complex, complex_fma(make_complex(scale_re, scale_im), x, make_complex(shift_re, shift_im)))
SCALED(add_scaled, complex, complex_fma(make_complex(scale_re, scale_im), x, old))
SCALED(fill, complex, make_complex(shift_re, shift_im))
COMBINED(combine, complex, make_complex(fma(p, x.re, q * y.re), fma(p, x.im, q * y.im)))

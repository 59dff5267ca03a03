/* Functions that the compilers of devices lack, or have less accurate: as the CPU's kernels of the same names, whose comments say how. */
DEVICE real erfc_series(real x)
{
    real sum = R(-1.8822551750393533e-09);
    sum = fma(sum, x, R(-1.387063343675277e-08));
    sum = fma(sum, x, R(-7.770852409868655e-09));
    sum = fma(sum, x, R(1.1579545491817747e-07));
    sum = fma(sum, x, R(6.309931892048124e-08));
    sum = fma(sum, x, R(-8.355403600708081e-07));
    sum = fma(sum, x, R(3.00822697160671e-07));
    sum = fma(sum, x, R(5.718019430428633e-06));
    sum = fma(sum, x, R(-1.1224436722701745e-05));
    sum = fma(sum, x, R(-2.440316536962711e-05));
    sum = fma(sum, x, R(0.00015062210715057866));
    sum = fma(sum, x, R(-0.00019925552619520982));
    sum = fma(sum, x, R(-0.0007577733091379332));
    sum = fma(sum, x, R(0.005031969762284736));
    sum = fma(sum, x, R(-0.016197734063710445));
    sum = fma(sum, x, R(0.03716751556148306));
    sum = fma(sum, x, R(-0.06633036581115447));
    sum = fma(sum, x, R(0.0937328349968727));
    sum = fma(sum, x, R(-0.10103906603636773));
    sum = fma(sum, x, R(0.06809705425473468));
    sum = fma(sum, x, R(0.015379652102620996));
    sum = fma(sum, x, R(-0.13962111684056286));
    sum = fma(sum, x, R(1.2329951186255526));
    return sum;
}

DEVICE real log_gamma_series(real x)
{
    real sum = R(6.379047507619774e-08);
    sum = fma(sum, x, R(-1.3412819758517287e-07));
    sum = fma(sum, x, R(2.0304806751615227e-07));
    sum = fma(sum, x, R(-4.303558760359961e-07));
    sum = fma(sum, x, R(9.578663334114758e-07));
    sum = fma(sum, x, R(-2.0449201467015115e-06));
    sum = fma(sum, x, R(4.374374916915131e-06));
    sum = fma(sum, x, R(-9.438458716242811e-06));
    sum = fma(sum, x, R(2.050726741605779e-05));
    sum = fma(sum, x, R(-4.4926351103833334e-05));
    sum = fma(sum, x, R(9.945750909889392e-05));
    sum = fma(sum, x, R(-0.00022315475074520367));
    sum = fma(sum, x, R(0.0005096695248853096));
    sum = fma(sum, x, R(-0.0011927539120010226));
    sum = fma(sum, x, R(0.002890510330738737));
    sum = fma(sum, x, R(-0.0073855510286681535));
    sum = fma(sum, x, R(0.02058080842778457));
    sum = fma(sum, x, R(-0.06735230105319814));
    sum = fma(sum, x, R(0.3224670334241132));
    sum = fma(sum, x, R(0.42278433509846713));
    return sum;
}

DEVICE real stirling_series(real x)
{
    real sum = R(0.005065905360156132);
    sum = fma(sum, x, R(-0.001890382993887715));
    sum = fma(sum, x, R(0.0008414700852503147));
    sum = fma(sum, x, R(-0.0005952365845057049));
    sum = fma(sum, x, R(0.0007936507897524059));
    sum = fma(sum, x, R(-0.002777777777773988));
    sum = fma(sum, x, R(0.08333333333333333));
    return sum;
}

DEVICE real digamma_series(real x)
{
    real sum = R(-0.299425370626735);
    sum = fma(sum, x, R(0.08002337465397756));
    sum = fma(sum, x, R(-0.02105106090804774));
    sum = fma(sum, x, R(0.007575459920369176));
    sum = fma(sum, x, R(-0.004166665501516725));
    sum = fma(sum, x, R(0.003968253965999701));
    sum = fma(sum, x, R(-0.008333333333331664));
    sum = fma(sum, x, R(0.08333333333333333));
    return sum;
}

DEVICE real trigamma_series(real x)
{
    real sum = R(-4.575304142113963);
    sum = fma(sum, x, R(1.1093601965597248));
    sum = fma(sum, x, R(-0.2523946862734603));
    sum = fma(sum, x, R(0.07575246348177586));
    sum = fma(sum, x, R(-0.03333331335581846));
    sum = fma(sum, x, R(0.023809523770911365));
    sum = fma(sum, x, R(-0.03333333333330476));
    sum = fma(sum, x, R(0.16666666666666666));
    return sum;
}

DEVICE bool is_finite(real x) { return x - x == R(0.0); }

DEVICE real smaller_of(real a, real b)
{
    if (a != a) return a;
    if (b != b) return b;
    if (a == b) return copysign(R(1.0), a) < R(0.0) ? a : b;
    return a < b ? a : b;
}

DEVICE real floored_remainder(real a, real b)
{
    real remainder = fmod(a, b);
    bool opposite = (remainder < R(0.0) && b > R(0.0)) || (remainder > R(0.0) && b < R(0.0));
    return opposite ? remainder + b : remainder;
}

/* |sin(pi x)|, and what is cot(pi x) times it. */
DEVICE real half_turn_sine(real x, real *cosine)
{
    real rest = x - rint(x);
    real size = fabs(rest);
    real angle = R(3.14159265358979323846) * (size > R(0.25) ? R(0.5) - size : size);
    real s = sin(angle);
    real c = cos(angle);
    *cosine = copysign(size > R(0.25) ? s : c, rest);
    return size > R(0.25) ? c : s;
}

DEVICE real normalised_sinc(real x)
{
    if (x == R(0.0)) return R(1.0);
    real size = fabs(x);
    if (!is_finite(size) && size == size) return R(0.0);
    real cosine;
    real sine = half_turn_sine(size, &cosine);
    real turns = rint(size);
    bool odd = fmod(turns, R(2.0)) != R(0.0);
    if (odd != (size < turns)) sine = -sine;
    return sine / (R(3.14159265358979323846) * size);
}

DEVICE real complementary_error(real x)
{
    real size = fmin(fabs(x), R(27.3));
    real t = (size - R(4.0)) / (size + R(4.0));
    real square = size * size;
    real low = fma(size, size, -square);
    real gauss = exp(-square);
    real magnitude = fma(gauss, -low, gauss) * (erfc_series(t) / fma(R(2.0), size, R(1.0)));
    if (x != x) return x;
    return x < R(0.0) ? R(2.0) - magnitude : magnitude;
}

DEVICE real log_gamma_of_positive(real x)
{
    if (x == R(0.0)) return -log(R(0.0));
    if (!is_finite(x)) return x;
    if (x >= R(8.0)) {
        real inverse = R(1.0) / x;
        real rest = fma(stirling_series(inverse * inverse), inverse, R(0.41893853320467274));
        return fma(x - R(0.5), log(x) - R(1.0), rest);
    }
    if (x < R(0.5)) return x * log_gamma_series(x) - log(fma(x, x, x));
    if (x < R(1.5)) return (x - R(1.0)) * log_gamma_series(x - R(1.0)) - log(x);
    real v = x - R(2.0);
    real product = R(1.0);
    while (v > R(0.5)) {
        product *= v + R(1.0);
        v -= R(1.0);
    }
    return v * log_gamma_series(v) + log(product);
}

DEVICE real log_gamma(real x)
{
    if (!(x < R(0.0))) return log_gamma_of_positive(fabs(x));
    real cosine;
    real sine = half_turn_sine(x, &cosine);
    if (sine == R(0.0) || !is_finite(x)) return -log(R(0.0));
    return -(log(sine * R(0.31830988618379067154)) + log_gamma_of_positive(R(1.0) - x));
}

DEVICE real digamma(real x)
{
    real y = x < R(0.0) ? R(1.0) - x : x;
    real z = y < R(8.0) ? y + R(8.0) : y;
    real inverse = R(1.0) / z;
    real w = inverse * inverse;
    real result = log(z) - fma(w, digamma_series(w), R(0.5) * inverse);
    if (y < R(8.0)) {
        real sum = R(0.0);
        for (int k = 7; k > 0; k--) sum += R(1.0) / (y + (real)k);
        result -= sum + R(1.0) / y;
    }
    if (!(x < R(0.0))) return result;
    real cosine;
    real sine = half_turn_sine(x, &cosine);
    return sine == R(0.0) ? R(0.0) / R(0.0) : result - R(3.14159265358979323846) * (cosine / sine);
}

DEVICE real trigamma(real x)
{
    real y = x < R(0.0) ? R(1.0) - x : x;
    real z = y < R(8.0) ? y + R(8.0) : y;
    real inverse = R(1.0) / z;
    real w = inverse * inverse;
    real result = inverse + fma(w * inverse, trigamma_series(w), R(0.5) * w);
    if (y < R(8.0)) {
        for (int k = 7; k >= 0; k--) {
            real part = R(1.0) / (y + (real)k);
            result = fma(part, part, result);
        }
    }
    if (!(x < R(0.0))) return result;
    real cosine;
    real quotient = R(3.14159265358979323846) / half_turn_sine(x, &cosine);
    return fma(quotient, quotient, -result);
}

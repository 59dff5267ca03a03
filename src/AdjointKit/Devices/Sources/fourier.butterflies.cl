/*
 * Transforms of 2 to 13 points in registers, in place: X[k] = sum over j of x[j] exp(-2 pi i j k / r). The hint UNROLLED keeps the points in registers.
 */

DEVICE complex turned_back(complex x) { return make_complex(x.im, -x.re); }

DEVICE void butterfly_1(complex *v) { (void)v; }

DEVICE void butterfly_2(complex *v)
{
    complex a = v[0];
    v[0] = complex_add(a, v[1]);
    v[1] = complex_subtract(a, v[1]);
}

DEVICE void butterfly_of_four(complex *v, complex a, complex b, complex c, complex d)
{
    complex even = complex_add(a, c);
    complex odd = complex_add(b, d);
    complex difference = complex_subtract(a, c);
    complex turned = turned_back(complex_subtract(b, d));
    v[0] = complex_add(even, odd);
    v[1] = complex_add(difference, turned);
    v[2] = complex_subtract(even, odd);
    v[3] = complex_subtract(difference, turned);
}

DEVICE void butterfly_4(complex *v) { butterfly_of_four(v, v[0], v[1], v[2], v[3]); }

DEVICE void butterfly_8(complex *v)
{
    const real half_root = R(0.70710678118654752440);
    complex even[4];
    complex odd[4];
    butterfly_of_four(even, v[0], v[2], v[4], v[6]);
    butterfly_of_four(odd, v[1], v[3], v[5], v[7]);
    odd[1] = make_complex(half_root * (odd[1].re + odd[1].im), half_root * (odd[1].im - odd[1].re));
    odd[2] = turned_back(odd[2]);
    odd[3] = make_complex(half_root * (odd[3].im - odd[3].re), -half_root * (odd[3].re + odd[3].im));
    UNROLLED
    for (int k = 0; k < 4; k++) {
        v[k] = complex_add(even[k], odd[k]);
        v[k + 4] = complex_subtract(even[k], odd[k]);
    }
}

/* The cosines and sines of 2 pi m / r. */
CONSTANT real cosines_3[3] = { R(1.0), R(-0.49999999999999999997), R(-0.49999999999999999997) };
CONSTANT real sines_3[3] = { R(0.0), R(0.86602540378443864679), R(-0.86602540378443864679) };
CONSTANT real cosines_5[5] = { R(1.0), R(0.30901699437494742408), R(-0.80901699437494742410), R(-0.80901699437494742410), R(0.30901699437494742408) };
CONSTANT real sines_5[5] = { R(0.0), R(0.95105651629515357211), R(0.58778525229247312913), R(-0.58778525229247312913), R(-0.95105651629515357211) };
CONSTANT real cosines_7[7] = { R(1.0), R(0.62348980185873353053), R(-0.22252093395631440434), R(-0.90096886790241912632), R(-0.90096886790241912632), R(-0.22252093395631440434), R(0.62348980185873353053) };
CONSTANT real sines_7[7] = { R(0.0), R(0.78183148246802980873), R(0.97492791218182360698), R(0.43388373911755812029), R(-0.43388373911755812029), R(-0.97492791218182360698), R(-0.78183148246802980873) };
CONSTANT real cosines_11[11] = { R(1.0), R(0.84125353283118116886), R(0.41541501300188642549), R(-0.14231483827328514046), R(-0.65486073394528506413), R(-0.95949297361449738990), R(-0.95949297361449738990), R(-0.65486073394528506413), R(-0.14231483827328514046), R(0.41541501300188642549), R(0.84125353283118116886) };
CONSTANT real sines_11[11] = { R(0.0), R(0.54064081745559758210), R(0.90963199535451837142), R(0.98982144188093273236), R(0.75574957435425828370), R(0.28173255684142969765), R(-0.28173255684142969765), R(-0.75574957435425828370), R(-0.98982144188093273236), R(-0.90963199535451837142), R(-0.54064081745559758210) };
CONSTANT real cosines_13[13] = { R(1.0), R(0.88545602565320989587), R(0.56806474673115580249), R(0.12053668025532305325), R(-0.35460488704253562600), R(-0.74851074817110109868), R(-0.97094181742605202719), R(-0.97094181742605202719), R(-0.74851074817110109868), R(-0.35460488704253562600), R(0.12053668025532305325), R(0.56806474673115580249), R(0.88545602565320989587) };
CONSTANT real sines_13[13] = { R(0.0), R(0.46472317204376854566), R(0.82298386589365639458), R(0.99270887409805399284), R(0.93501624268541482345), R(0.66312265824079520232), R(0.23931566428755776695), R(-0.23931566428755776695), R(-0.66312265824079520232), R(-0.93501624268541482345), R(-0.99270887409805399284), R(-0.82298386589365639458), R(-0.46472317204376854566) };

/* An odd number of points: those at equal distance from both ends are taken together, a sum for the cosines and a difference for the sines. */
#define ODD_BUTTERFLY(r) \
    DEVICE void butterfly_##r(complex *v) \
    { \
        complex first = v[0]; \
        complex sums[r / 2]; \
        complex differences[r / 2]; \
        UNROLLED \
        for (int j = 0; j < r / 2; j++) { \
            sums[j] = complex_add(v[j + 1], v[r - 1 - j]); \
            differences[j] = complex_subtract(v[j + 1], v[r - 1 - j]); \
            v[0] = complex_add(v[0], sums[j]); \
        } \
        UNROLLED \
        for (int k = 1; k <= r / 2; k++) { \
            complex a = first; \
            complex b = make_complex(R(0.0), R(0.0)); \
            UNROLLED \
            for (int j = 0; j < r / 2; j++) { \
                real cosine = cosines_##r[(j + 1) * k % r]; \
                real sine = sines_##r[(j + 1) * k % r]; \
                a = make_complex(fma(cosine, sums[j].re, a.re), fma(cosine, sums[j].im, a.im)); \
                b = make_complex(fma(sine, differences[j].re, b.re), fma(sine, differences[j].im, b.im)); \
            } \
            v[k] = make_complex(a.re + b.im, a.im - b.re); \
            v[r - k] = make_complex(a.re - b.im, a.im + b.re); \
        } \
    }

ODD_BUTTERFLY(3)
ODD_BUTTERFLY(5)
ODD_BUTTERFLY(7)
ODD_BUTTERFLY(11)
ODD_BUTTERFLY(13)

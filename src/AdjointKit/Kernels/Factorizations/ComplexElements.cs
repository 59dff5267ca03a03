using System.Numerics;
using System.Runtime.Intrinsics;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>Complex numbers, real and imaginary part side by side.</summary>
internal readonly unsafe struct ComplexElements : IElements<Complex>
{
    public static int Parts => 2;

    public static Complex From(double real) => real;

    public static double Real(Complex x) => x.Real;

    public static Complex Conjugate(Complex x) => Complex.Conjugate(x);

    public static double AbsSquared(Complex x) => (x.Real * x.Real) + (x.Imaginary * x.Imaginary);

    public static double Size(Complex x) => Math.Abs(x.Real) + Math.Abs(x.Imaginary);

    public static void AddScaled(Complex a, Complex* x, Complex* y, nint count)
    {
        double* source = (double*)x;
        double* target = (double*)y;
        nint numbers = 2 * count;
        nint i = 0;
        if (count >= 2)
        {
            Vector256<double> real = Vector256.Create(a.Real);
            Vector256<double> imaginary = Vector256.Create(-a.Imaginary, a.Imaginary, -a.Imaginary, a.Imaginary);
            for (; i <= numbers - 4; i += 4)
            {
                Vector256<double> value = Vector256.Load(source + i);
                Vector256<double> first = Vector256.FusedMultiplyAdd(real, value, Vector256.Load(target + i));
                Vector256.FusedMultiplyAdd(imaginary, Exchanged(value), first).Store(target + i);
            }
        }

        if (i < numbers)
        {
            (double re, double im) = (source[i], source[i + 1]);
            target[i] = Math.FusedMultiplyAdd(-a.Imaginary, im, Math.FusedMultiplyAdd(a.Real, re, target[i]));
            target[i + 1] = Math.FusedMultiplyAdd(a.Imaginary, re, Math.FusedMultiplyAdd(a.Real, im, target[i + 1]));
        }
    }

    public static Complex Dot(Complex* x, Complex* y, nint count)
    {
        double* left = (double*)x;
        double* right = (double*)y;
        nint numbers = 2 * count;
        Vector256<double> alike = Vector256<double>.Zero;
        Vector256<double> crossed = Vector256<double>.Zero;
        nint i = 0;
        for (; i <= numbers - 4; i += 4)
        {
            Vector256<double> a = Vector256.Load(left + i);
            Vector256<double> b = Vector256.Load(right + i);
            alike = Vector256.FusedMultiplyAdd(a, b, alike);
            crossed = Vector256.FusedMultiplyAdd(a, Exchanged(b), crossed);
        }

        double real = (alike[0] + alike[2]) - (alike[1] + alike[3]);
        double imaginary = (crossed[0] + crossed[2]) + (crossed[1] + crossed[3]);
        if (i < numbers)
        {
            real = Math.FusedMultiplyAdd(left[i], right[i], Math.FusedMultiplyAdd(-left[i + 1], right[i + 1], real));
            imaginary = Math.FusedMultiplyAdd(left[i], right[i + 1], Math.FusedMultiplyAdd(left[i + 1], right[i], imaginary));
        }

        return new Complex(real, imaginary);
    }

    private static Vector256<double> Exchanged(Vector256<double> x) => Vector256.Shuffle(x, Vector256.Create(1L, 0L, 3L, 2L));
}

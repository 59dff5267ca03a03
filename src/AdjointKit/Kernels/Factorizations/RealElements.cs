using System.Runtime.Intrinsics;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>Real numbers.</summary>
internal readonly unsafe struct RealElements : IElements<double>
{
    public static int Parts => 1;

    public static double From(double real) => real;

    public static double Real(double x) => x;

    public static double Conjugate(double x) => x;

    public static double AbsSquared(double x) => x * x;

    public static double Size(double x) => Math.Abs(x);

    public static void AddScaled(double a, double* x, double* y, nint count)
    {
        nint i = 0;
        if (count >= Vector256<double>.Count)
        {
            Vector256<double> factor = Vector256.Create(a);
            for (; i <= count - Vector256<double>.Count; i += Vector256<double>.Count) Vector256.FusedMultiplyAdd(factor, Vector256.Load(x + i), Vector256.Load(y + i)).Store(y + i);
        }

        for (; i < count; i++) y[i] = Math.FusedMultiplyAdd(a, x[i], y[i]);
    }

    public static double Dot(double* x, double* y, nint count)
    {
        nint i = 0;
        double sum = 0;
        if (count >= 2 * Vector256<double>.Count)
        {
            Vector256<double> even = Vector256<double>.Zero;
            Vector256<double> odd = Vector256<double>.Zero;
            for (; i <= count - (2 * Vector256<double>.Count); i += 2 * Vector256<double>.Count)
            {
                even = Vector256.FusedMultiplyAdd(Vector256.Load(x + i), Vector256.Load(y + i), even);
                odd = Vector256.FusedMultiplyAdd(Vector256.Load(x + i + Vector256<double>.Count), Vector256.Load(y + i + Vector256<double>.Count), odd);
            }

            Vector256<double> lanes = even + odd;
            sum = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        }

        for (; i < count; i++) sum = Math.FusedMultiplyAdd(x[i], y[i], sum);
        return sum;
    }

    /// <summary>x = a x.</summary>
    internal static void Scale(double a, double* x, nint count)
    {
        nint i = 0;
        for (; i <= count - Vector256<double>.Count; i += Vector256<double>.Count) (a * Vector256.Load(x + i)).Store(x + i);
        for (; i < count; i++) x[i] *= a;
    }
}

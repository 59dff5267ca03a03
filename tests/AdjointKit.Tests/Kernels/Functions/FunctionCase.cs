using System.Runtime.Intrinsics;
using AdjointKit.Kernels.Elementwise;
using AdjointKit.Kernels.Functions;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Tests.Kernels.Functions;

/// <summary>A function under test: its kernels, what it must be, and how far it may be off, in units of the last place.</summary>
internal abstract unsafe record FunctionCase(string Name, double SingleBound, double DoubleBound, Func<double, double> InDouble, Func<double, ExactNumber> Exact, double From, double To)
{
    internal static readonly FunctionCase[] All =
    [
        new Case<Exp>("exp", 0.86, 0.8, Math.Exp, ExactFunctions.Exp, -746, 710),
        new Case<Expm1>("expm1", 0.87, 0.65, Expm1, ExactFunctions.Expm1, -60, 710),
        new Case<Log>("log", 0.84, 0.7, Math.Log, ExactFunctions.Log, 0, double.MaxValue),
        new Case<Log1p>("log1p", 0.84, 0.7, Log1p, ExactFunctions.Log1p, -1, double.MaxValue),
        new Case<Sin>("sin", 0.95, 0.9, Math.Sin, ExactFunctions.Sin, -double.MaxValue, double.MaxValue),
        new Case<Cos>("cos", 0.975, 0.9, Math.Cos, ExactFunctions.Cos, -double.MaxValue, double.MaxValue),
        new Case<Tanh>("tanh", 0.765, 0.7, Math.Tanh, ExactFunctions.Tanh, -25, 25),
        new Case<Sigmoid>("sigmoid", 0.77, 0.65, x => 1 / (1 + Math.Exp(-x)), ExactFunctions.Sigmoid, -746, 60),
        new Case<Erf>("erf", 0.9, 0.8, AsDouble<Erf>, ExactFunctions.Erf, -6.5, 6.5),
        new Case<Tan>("tan", 1.25, 1.1, Math.Tan, ExactFunctions.Tan, -double.MaxValue, double.MaxValue),
        new Case<Asin>("asin", 0.65, 0.65, Math.Asin, ExactFunctions.Asin, -1, 1),
        new Case<Acos>("acos", 0.65, 0.6, Math.Acos, ExactFunctions.Acos, -1, 1),
        new Case<Atan>("atan", 1, 0.8, Math.Atan, static x => ExactFunctions.Atan2(x, 1), -double.MaxValue, double.MaxValue),
        new Case<Sinh>("sinh", 0.9, 0.75, Math.Sinh, ExactComplex.Sinh, -711, 711),
        new Case<Cosh>("cosh", 0.9, 0.75, Math.Cosh, ExactComplex.Cosh, -711, 711),
        new Case<Asinh>("asinh", 0.9, 0.75, Math.Asinh, ExactFunctions.Asinh, -double.MaxValue, double.MaxValue),
        new Case<Acosh>("acosh", 0.8, 0.75, Math.Acosh, ExactFunctions.Acosh, 1, double.MaxValue),
        new Case<Atanh>("atanh", 0.9, 0.75, Math.Atanh, ExactFunctions.Atanh, -0.9999999999999999, 0.9999999999999999),
        new Case<Erfc>("erfc", 2, 1.5, AsDouble<Erfc>, ExactFunctions.Erfc, -6.5, 27.3),
        new Case<LogGamma>("log gamma", 4, 3, AsDouble<LogGamma>, ExactGamma.LogGamma, -1000, double.MaxValue) { Scale = static x => x < 0 ? 1 - (x * Math.Log(1 - x)) : 0, IsPole = IsNegativeInteger },
        new Case<Digamma>("digamma", 6, 5, AsDouble<Digamma>, ExactGamma.Digamma, -1000, double.MaxValue) { Scale = static x => x < 0 ? 1 + Math.Log(1 - x) : 1, IsPole = IsNegativeInteger },
        new Case<Trigamma>("trigamma", 5, 4, AsDouble<Trigamma>, ExactGamma.Trigamma, -1000, 1e100) { IsPole = IsNegativeInteger },
        new Case<ReciprocalSqrt>("rsqrt", 1.5, 1, static x => 1 / Math.Sqrt(x), ExactFunctions.ReciprocalSqrt, double.Epsilon, double.MaxValue),
        new Case<Cbrt>("cbrt", 0.55, 0.55, Math.Cbrt, ExactFunctions.Cbrt, -double.MaxValue, double.MaxValue),
        new Case<Exp2>("exp2", 0.85, 0.8, static x => Math.Pow(2, x), ExactFunctions.Exp2, -1076, 1025),
        new Case<Log2>("log2", 0.55, 0.55, Math.Log2, ExactFunctions.Log2, 0, double.MaxValue),
        new Case<Log10>("log10", 0.55, 0.55, Math.Log10, ExactFunctions.Log10, 0, double.MaxValue),
        new Case<Softplus>("softplus", 1.6, 1.5, static x => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x))), ExactFunctions.Softplus, -746, 710),
        new Case<Sinc>("sinc", 3, 2.75, AsDouble<Sinc>, ExactFunctions.Sinc, -1e15, 1e15),
    ];

    /// <summary>A size that stands for the result where the result is smaller: of what cancels in it.</summary>
    internal Func<double, double> Scale { get; init; } = static _ => 0;

    /// <summary>Where the value is infinite or none.</summary>
    internal Func<double, bool> IsPole { get; init; } = static _ => false;

    internal static FunctionCase Find(string name) => All.Single(candidate => candidate.Name == name);

    /// <summary>The function of every element, as the library runs it.</summary>
    internal abstract void Run(ReadOnlySpan<float> x, Span<float> into);

    internal abstract void Run(ReadOnlySpan<double> x, Span<double> into);

    /// <summary>The function in registers of a given number of bits.</summary>
    internal abstract void RunAt(int bits, ReadOnlySpan<float> x, Span<float> into);

    internal abstract void RunAt(int bits, ReadOnlySpan<double> x, Span<double> into);

    /// <summary>The double kernel, itself held to the exact value, as what the float one must be.</summary>
    private static double AsDouble<TFunction>(double x)
        where TFunction : struct, IFunction
    {
        double y = x;
        var row = new Row { A = (byte*)&y, Into = (byte*)&y, StepA = 1, StepInto = 1, Count = 1 };
        FunctionRuns.Double<TFunction>(&row);
        return y;
    }

    private static bool IsNegativeInteger(double x) => x < 0 && x == Math.Floor(x);

    private static double Expm1(double x)
    {
        double e = Math.Exp(x);
        if (e == 1) return x;
        return Math.Abs(x) < 1 ? (e - 1) * x / Math.Log(e) : e - 1;
    }

    private static double Log1p(double x)
    {
        double u = 1 + x;
        if (u == 1) return x;
        return Math.Abs(x) < 1 ? Math.Log(u) * x / (u - 1) : Math.Log(u);
    }

    private sealed record Case<TFunction>(string Name, double SingleBound, double DoubleBound, Func<double, double> InDouble, Func<double, ExactNumber> Exact, double From, double To)
        : FunctionCase(Name, SingleBound, DoubleBound, InDouble, Exact, From, To)
        where TFunction : struct, IFunction
    {
        internal override void Run(ReadOnlySpan<float> x, Span<float> into) => With(x, into, 0);

        internal override void Run(ReadOnlySpan<double> x, Span<double> into) => With(x, into, 0);

        internal override void RunAt(int bits, ReadOnlySpan<float> x, Span<float> into) => With(x, into, bits);

        internal override void RunAt(int bits, ReadOnlySpan<double> x, Span<double> into) => With(x, into, bits);

        private static void With(ReadOnlySpan<float> x, Span<float> into, int bits)
        {
            fixed (float* source = x, target = into)
            {
                var row = new Row { A = (byte*)source, Into = (byte*)target, StepA = 1, StepInto = 1, Count = x.Length };
                switch (bits)
                {
                    case 128: FunctionRuns.Unary<TFunction, Single128, Vector128<float>, float>(&row); break;
                    case 256: FunctionRuns.Unary<TFunction, Single256, Vector256<float>, float>(&row); break;
                    case 512: FunctionRuns.Unary<TFunction, Single512, Vector512<float>, float>(&row); break;
                    default: FunctionRuns.Single<TFunction>(&row); break;
                }
            }
        }

        private static void With(ReadOnlySpan<double> x, Span<double> into, int bits)
        {
            fixed (double* source = x, target = into)
            {
                var row = new Row { A = (byte*)source, Into = (byte*)target, StepA = 1, StepInto = 1, Count = x.Length };
                switch (bits)
                {
                    case 128: FunctionRuns.Unary<TFunction, Double128, Vector128<double>, double>(&row); break;
                    case 256: FunctionRuns.Unary<TFunction, Double256, Vector256<double>, double>(&row); break;
                    case 512: FunctionRuns.Unary<TFunction, Double512, Vector512<double>, double>(&row); break;
                    default: FunctionRuns.Double<TFunction>(&row); break;
                }
            }
        }
    }
}

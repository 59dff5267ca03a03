using System.Runtime.Intrinsics;

namespace AdjointKit.Kernels.Reductions;

/// <summary>What a reduction does with two numbers, and with two registers of them with the same bits.</summary>
internal interface IReduction
{
    /// <summary>The result of no numbers.</summary>
    static abstract double Identity { get; }

    static abstract double Combine(double a, double b);

    static abstract Vector512<double> Combine(Vector512<double> a, Vector512<double> b);
}

internal readonly struct Sum : IReduction
{
    public static double Identity => 0;

    public static double Combine(double a, double b) => a + b;

    public static Vector512<double> Combine(Vector512<double> a, Vector512<double> b) => a + b;
}

/// <summary>The sum of magnitudes: what is joined is not negative itself.</summary>
internal readonly struct SumOfMagnitudes : IReduction
{
    public static double Identity => 0;

    public static double Combine(double a, double b) => a + Math.Abs(b);

    public static Vector512<double> Combine(Vector512<double> a, Vector512<double> b) => a + Vector512.Abs(b);
}

internal readonly struct Product : IReduction
{
    public static double Identity => 1;

    public static double Combine(double a, double b) => a * b;

    public static Vector512<double> Combine(Vector512<double> a, Vector512<double> b) => a * b;
}

/// <summary>The larger number; NaN wins, and 0 is larger than -0.</summary>
internal readonly struct Largest : IReduction
{
    public static double Identity => double.NegativeInfinity;

    public static double Combine(double a, double b) => Math.Max(a, b);

    public static Vector512<double> Combine(Vector512<double> a, Vector512<double> b) => Vector512.Max(a, b);
}

/// <summary>The smaller number; NaN wins, and -0 is smaller than 0.</summary>
internal readonly struct Smallest : IReduction
{
    public static double Identity => double.PositiveInfinity;

    public static double Combine(double a, double b) => Math.Min(a, b);

    public static Vector512<double> Combine(Vector512<double> a, Vector512<double> b) => Vector512.Min(a, b);
}

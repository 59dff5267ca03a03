using System.Runtime.CompilerServices;

namespace AdjointKit.Tests.Kernels;

/// <summary>Arithmetic that ends in a denormal, hidden from the compiler's constant folding.</summary>
internal static class Denormal
{
    public static float Product() => Multiply(1e-20f, 1e-20f);

    public static double Sum() => Add(double.Epsilon, double.Epsilon);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static double Add(double a, double b) => a + b;
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AdjointKit.Kernels.Simd;

/// <content>Complex numbers in 128-bit registers of double.</content>
internal readonly unsafe partial struct Double128 : IComplexLanes<Vector128<double>, double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadComplex(double* source, out Vector128<double> real, out Vector128<double> imaginary)
    {
        Vector128<double> first = Vector128.Load(source);
        Vector128<double> second = Vector128.Load(source + 2);
        real = Vector128.Create(first.GetLower(), second.GetLower());
        imaginary = Vector128.Create(first.GetUpper(), second.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreComplex(Vector128<double> real, Vector128<double> imaginary, double* target)
    {
        Vector128.Create(real.GetLower(), imaginary.GetLower()).Store(target);
        Vector128.Create(real.GetUpper(), imaginary.GetUpper()).Store(target + 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LoadReal(double* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreReal(Vector128<double> value, double* target) => value.Store(target);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AdjointKit.Kernels.Simd;

/// <content>Complex numbers in 128-bit registers of float.</content>
internal readonly unsafe partial struct Single128 : IComplexLanes<Vector128<float>, float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadComplex(float* source, out Vector128<float> real, out Vector128<float> imaginary)
    {
        // Numbers 0 and 1 with their parts apart, then 2 and 3.
        Vector128<double> first = Vector128.Shuffle(Vector128.Load(source), Vector128.Create(0, 2, 1, 3)).AsDouble();
        Vector128<double> second = Vector128.Shuffle(Vector128.Load(source + 4), Vector128.Create(0, 2, 1, 3)).AsDouble();
        real = Vector128.Create(first.GetLower(), second.GetLower()).AsSingle();
        imaginary = Vector128.Create(first.GetUpper(), second.GetUpper()).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreComplex(Vector128<float> real, Vector128<float> imaginary, float* target)
    {
        Vector128.Shuffle(Vector128.Create(real.GetLower(), imaginary.GetLower()), Vector128.Create(0, 2, 1, 3)).Store(target);
        Vector128.Shuffle(Vector128.Create(real.GetUpper(), imaginary.GetUpper()), Vector128.Create(0, 2, 1, 3)).Store(target + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadReal(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreReal(Vector128<float> value, float* target) => value.Store(target);
}

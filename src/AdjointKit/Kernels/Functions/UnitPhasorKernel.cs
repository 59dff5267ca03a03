using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Elementwise;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>e^(i a) of the reals a in A.</summary>
internal readonly unsafe struct UnitPhasorKernel : INumberKernel
{
    [SkipLocalsInit]
    public static void Run<TLanes, TVector, T>(Row* row)
        where TLanes : struct, IComplexLanes<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        T* angles = stackalloc T[NumberRounds.Length];
        T* results = stackalloc T[2 * NumberRounds.Length];
        for (nint start = 0; start < row->Count; start += NumberRounds.Length)
        {
            int count = (int)Math.Min(NumberRounds.Length, row->Count - start);
            T* angle = NumberRounds.Reals((T*)row->A, row->StepA, start, count, angles);
            T* target = NumberRounds.Target((T*)row->Into, row->StepInto, start, count, results);
            for (int i = 0; i < count; i += TLanes.Width)
            {
                SinCos.Invoke<TLanes, TVector>(TLanes.LoadReal(angle + i), out TVector sine, out TVector cosine);
                TLanes.StoreComplex(cosine, sine, target + (2 * i));
            }

            if (target == results) NumberRounds.Spread(results, (T*)row->Into, row->StepInto, start, count);
        }
    }
}

using System.Runtime.CompilerServices;

namespace AdjointKit.Waves.Acoustic.Kernels;

/// <summary>What is done with the Laplacian of a point, as types, so that the stencil's loop is written once.</summary>
internal sealed unsafe partial class VectorAcousticKernels<TOperations, TVector, T, TRadius>
{
    private interface IPointRule
    {
        static abstract void Finish(TVector laplacian, TVector center, T* next, T* d, T* c, T* extra1, T* extra2, nint at);
    }

    private readonly struct ForwardRule : IPointRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Finish(TVector laplacian, TVector center, T* next, T* d, T* c, T* extra1, T* extra2, nint at)
        {
            TVector increment = TOperations.MultiplyAdd(TOperations.Load(c + at), laplacian, TOperations.Load(d + at));
            TOperations.Store(increment, d + at);
            TOperations.Store(TOperations.Add(center, increment), next);
        }
    }

    private readonly struct ForwardRecordRule : IPointRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Finish(TVector laplacian, TVector center, T* next, T* d, T* c, T* extra1, T* extra2, nint at)
        {
            TOperations.Store(laplacian, extra1 + at);
            ForwardRule.Finish(laplacian, center, next, d, c, null, null, at);
        }
    }

    private readonly struct TangentRule : IPointRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Finish(TVector laplacian, TVector center, T* next, T* d, T* c, T* extra1, T* extra2, nint at)
        {
            TVector increment = TOperations.MultiplyAdd(TOperations.Load(c + at), laplacian, TOperations.Load(d + at));
            increment = TOperations.MultiplyAdd(TOperations.Load(extra1 + at), TOperations.Load(extra2 + at), increment);
            TOperations.Store(increment, d + at);
            TOperations.Store(TOperations.Add(center, increment), next);
        }
    }

    private readonly struct AdjointRule : IPointRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Finish(TVector laplacian, TVector center, T* next, T* d, T* c, T* extra1, T* extra2, nint at)
        {
            TVector ubar = TOperations.Add(TOperations.Load(d + at), laplacian);
            TOperations.Store(ubar, d + at);
            TOperations.Store(TOperations.MultiplyAdd(TOperations.Load(c + at), ubar, center), next);
        }
    }

    private readonly struct AdjointImageRule : IPointRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Finish(TVector laplacian, TVector center, T* next, T* d, T* c, T* extra1, T* extra2, nint at)
        {
            TOperations.Store(TOperations.MultiplyAdd(TOperations.Load(extra1 + at), center, TOperations.Load(extra2 + at)), extra2 + at);
            AdjointRule.Finish(laplacian, center, next, d, c, null, null, at);
        }
    }
}

using System.Runtime.CompilerServices;

namespace AdjointKit.Waves.Acoustic.Kernels;

/// <summary>What is done with the Laplacian of a point, as types, so that the stencil's loop is written once.</summary>
internal sealed unsafe partial class VectorAcousticKernels<TOperations, TVector, T, TRadius>
{
    private interface IPointRule
    {
        /// <summary>How many arrays besides next, d and c the rule touches.</summary>
        static abstract int Extras { get; }

        static abstract void Finish(TVector laplacian, TVector center, T* next, T* d, T* c, T* extra1, T* extra2, nint at);
    }

    private readonly struct ForwardRule : IPointRule
    {
        public static int Extras => 0;

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
        public static int Extras => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Finish(TVector laplacian, TVector center, T* next, T* d, T* c, T* extra1, T* extra2, nint at)
        {
            TOperations.Store(laplacian, extra1 + at);
            ForwardRule.Finish(laplacian, center, next, d, c, null, null, at);
        }
    }

    private readonly struct TangentRule : IPointRule
    {
        public static int Extras => 2;

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
        public static int Extras => 0;

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
        public static int Extras => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Finish(TVector laplacian, TVector center, T* next, T* d, T* c, T* extra1, T* extra2, nint at)
        {
            TOperations.Store(TOperations.MultiplyAdd(TOperations.Load(extra1 + at), center, TOperations.Load(extra2 + at)), extra2 + at);
            AdjointRule.Finish(laplacian, center, next, d, c, null, null, at);
        }
    }
}

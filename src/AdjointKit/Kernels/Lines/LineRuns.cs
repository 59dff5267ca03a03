using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Lines;

/// <summary>A kernel that does whole lines, in registers of any width with the same bits.</summary>
internal unsafe interface ILineKernel
{
    static abstract void Run<TLanes, TVector, T>(in WholeLines lines)
        where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged;
}

/// <summary>Runs a kernel of lines in the widest registers of the processor.</summary>
internal static unsafe class LineRuns
{
    internal static void Single<TKernel>(in WholeLines lines)
        where TKernel : struct, ILineKernel
    {
        if (Avx512F.IsSupported) TKernel.Run<Single512, Vector512<float>, float>(lines);
        else if (Vector256.IsHardwareAccelerated) TKernel.Run<Single256, Vector256<float>, float>(lines);
        else TKernel.Run<Single128, Vector128<float>, float>(lines);
    }

    internal static void Double<TKernel>(in WholeLines lines)
        where TKernel : struct, ILineKernel
    {
        if (Avx512F.IsSupported) TKernel.Run<Double512, Vector512<double>, double>(lines);
        else if (Vector256.IsHardwareAccelerated) TKernel.Run<Double256, Vector256<double>, double>(lines);
        else TKernel.Run<Double128, Vector128<double>, double>(lines);
    }
}

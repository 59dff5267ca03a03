using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Kernels.Elementwise;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>A kernel over a row of complex numbers and of reals beside them, in registers of any width with the same bits.</summary>
internal unsafe interface INumberKernel
{
    static abstract void Run<TLanes, TVector, T>(Row* row)
        where TLanes : struct, IComplexLanes<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged;
}

/// <summary>Runs such a kernel in the widest registers of the processor.</summary>
internal static unsafe class NumberRuns
{
    internal static void Single<TKernel>(Row* row)
        where TKernel : struct, INumberKernel
    {
        if (Avx512F.IsSupported) TKernel.Run<Single512, Vector512<float>, float>(row);
        else if (Vector256.IsHardwareAccelerated) TKernel.Run<Single256, Vector256<float>, float>(row);
        else TKernel.Run<Single128, Vector128<float>, float>(row);
    }

    internal static void Double<TKernel>(Row* row)
        where TKernel : struct, INumberKernel
    {
        if (Avx512F.IsSupported) TKernel.Run<Double512, Vector512<double>, double>(row);
        else if (Vector256.IsHardwareAccelerated) TKernel.Run<Double256, Vector256<double>, double>(row);
        else TKernel.Run<Double128, Vector128<double>, double>(row);
    }
}

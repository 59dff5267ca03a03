using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Convolutions;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Devices.Cpu;

/// <content>
/// Convolutions of few channels: real, windows one element apart along rows of <see cref="LeastColumns"/> or more, groups of at most <see cref="MostChannels"/> inputs and outputs whose planes fit
/// the cache. Matrix products of so few rows are slower. The choice depends on the shape alone.
/// </content>
internal sealed unsafe partial class CpuBackend
{
    private const nint MostChannels = 8;
    private const nint LeastColumns = 8;
    private const nint MostScratch = 1 << 16;

    private readonly WorkSlot<DirectWork> directWork = new();

    private readonly WorkSlot<CorrelationWork> correlationWork = new();

    internal override bool ConvolveDirectly(in ConvolutionShape shape, bool transposed, in UntypedArray x, in UntypedArray kernel, in UntypedArray into)
    {
        if (into.ElementType is not (ElementType.Float32 or ElementType.Float64) || into.Count == 0 || !into.IsContiguous || !TryDirect(shape, transposed, out DirectShape direct)) return false;
        into.BeginWrite();
        DirectWork work = directWork.Take();
        work.Kernel = DirectKernel(into.ElementType);
        work.Shape = direct;
        work.Units = x.Shape[0] * shape.Groups;
        work.X = x.Pointer;
        work.Weights = kernel.Pointer;
        work.Into = into.Pointer;
        team.Run(work, into.Count >= ParallelLength ? team.Threads : 1);
        directWork.Return(work);
        x.KeepAlive();
        kernel.KeepAlive();
        into.KeepAlive();
        return true;
    }

    internal override bool CorrelateDirectly(in ConvolutionShape shape, in UntypedArray x, in UntypedArray y, in UntypedArray into)
    {
        if (into.ElementType is not (ElementType.Float32 or ElementType.Float64) || into.Count == 0 || !into.IsContiguous || !TryDirect(shape, transposed: false, out DirectShape direct)) return false;
        into.BeginWrite();
        CorrelationWork work = correlationWork.Take();
        work.IsSingle = into.ElementType == ElementType.Float32;
        work.Shape = direct;
        work.Samples = x.Shape[0];
        work.X = x.Pointer;
        work.Y = y.Pointer;
        work.Into = into.Pointer;
        team.Run(work, y.Count >= ParallelLength ? team.Threads : 1);
        correlationWork.Return(work);
        x.KeepAlive();
        y.KeepAlive();
        into.KeepAlive();
        return true;
    }

    private static delegate*<in DirectShape, byte*, byte*, byte*, nint, nint, void> DirectKernel(ElementType type)
    {
        if (type == ElementType.Float32)
        {
            if (Avx512F.IsSupported) return &DirectConvolution<Single512, Vector512<float>, float>.Run;
            if (Vector256.IsHardwareAccelerated) return &DirectConvolution<Single256, Vector256<float>, float>.Run;
            return &DirectConvolution<Single128, Vector128<float>, float>.Run;
        }

        if (Avx512F.IsSupported) return &DirectConvolution<Double512, Vector512<double>, double>.Run;
        if (Vector256.IsHardwareAccelerated) return &DirectConvolution<Double256, Vector256<double>, double>.Run;
        return &DirectConvolution<Double128, Vector128<double>, double>.Run;
    }

    /// <summary>The direct form of a convolution, or of its transpose: that is a convolution too, with the taps in the other order.</summary>
    private static bool TryDirect(in ConvolutionShape shape, bool transposed, out DirectShape direct)
    {
        (WindowAxis y, WindowAxis x) = (shape.Y, shape.X);
        (nint inputs, nint outputs) = (shape.Inputs / shape.Groups, shape.Outputs / shape.Groups);
        nint taps = y.Taps * x.Taps;
        direct = new DirectShape { Groups = shape.Groups, TapsY = y.Taps, TapsX = x.Taps, StrideY = y.Stride, DilationY = y.Dilation, DilationX = x.Dilation };
        if (!transposed)
        {
            direct = direct with
            {
                Inputs = inputs,
                Outputs = outputs,
                KernelInput = taps,
                KernelOutput = inputs * taps,
                KernelY = x.Taps,
                KernelX = 1,
                Height = y.Length,
                Width = x.Length,
                Rows = y.Windows,
                Columns = x.Windows,
                PaddingY = y.Padding,
                PaddingX = x.Padding,
            };
        }
        else
        {
            direct = direct with
            {
                Inputs = outputs,
                Outputs = inputs,
                KernelInput = inputs * taps,
                KernelOutput = taps,
                KernelFirst = taps - 1,
                KernelY = -x.Taps,
                KernelX = -1,
                Height = y.Windows,
                Width = x.Windows,
                Rows = y.Length,
                Columns = x.Length,
                PaddingY = (y.Dilation * (y.Taps - 1)) - y.Padding,
                PaddingX = (x.Dilation * (x.Taps - 1)) - x.Padding,
            };
            if (y.Stride != 1 || direct.PaddingY < 0 || direct.PaddingX < 0) return false;
        }

        return taps > 1 && x.Stride == 1 && direct.Columns >= LeastColumns && inputs <= MostChannels && outputs <= MostChannels && direct.Scratch <= MostScratch;
    }

    private sealed class DirectWork : ITeamWork
    {
        internal delegate*<in DirectShape, byte*, byte*, byte*, nint, nint, void> Kernel;
        internal DirectShape Shape;
        internal nint Units;
        internal byte* X;
        internal byte* Weights;
        internal byte* Into;

        public void Execute(int part, int parts) => Kernel(Shape, X, Weights, Into, Units * part / parts, Units * (part + 1) / parts);
    }

    private sealed class CorrelationWork : ITeamWork
    {
        internal bool IsSingle;
        internal DirectShape Shape;
        internal nint Samples;
        internal byte* X;
        internal byte* Y;
        internal byte* Into;

        public void Execute(int part, int parts)
        {
            nint outputs = Shape.Groups * Shape.Outputs;
            (nint first, nint end) = (outputs * part / parts, outputs * (part + 1) / parts);
            if (IsSingle) DirectCorrelation<float>.Run(Shape, Samples, X, Y, Into, first, end);
            else DirectCorrelation<double>.Run(Shape, Samples, X, Y, Into, first, end);
        }
    }
}

using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <summary>
/// Convolutions on any backend, unless it has a way of its own for the shape: the windows of some samples, or of some rows of one sample, are brought together as columns, and the rest is matrix products. A strip of columns
/// stays in the cache of a processor; a device takes many samples at once. The cut depends on sizes alone, so that results do not depend on threads.
/// </summary>
internal readonly ref struct Convolutions
{
    private const nint ProcessorBytes = 1 << 19;
    private const nint DeviceBytes = 256 << 20;

    /// <summary>Results of fewer columns leave the lanes of registers idle.</summary>
    private const nint LeastColumns = 8;

    private readonly Backend backend;
    private readonly ConvolutionShape shape;

    internal Convolutions(Backend backend, in ConvolutionShape shape)
    {
        this.backend = backend;
        this.shape = shape;
    }

    private bool IsPointwise => shape.Y.IsTrivial && shape.X.IsTrivial;

    /// <summary>into = the convolution of x with the kernel.</summary>
    internal void Apply(in UntypedArray x, in UntypedArray kernel, in UntypedArray into)
    {
        UntypedArray packedX = Contiguous(x);
        UntypedArray packedKernel = Contiguous(kernel);
        if (backend.ConvolveDirectly(shape, transposed: false, packedX, packedKernel, into))
        {
            Release(default, packedX, x, packedKernel, kernel);
            return;
        }

        UntypedArray weights = Grouped(packedKernel);
        UntypedArray columns = Columns(into.ElementType, x.Shape[0]);
        foreach (WindowStrip strip in Strips(into.ElementType, x.Shape[0]))
        {
            UntypedArray windows = IsPointwise ? SamplesOf(packedX, shape.Inputs, strip) : Gather(packedX, strip, columns);
            backend.MatrixMultiply(MatrixForm.Plain, weights, MatrixForm.Plain, windows, accumulate: false, SamplesOf(into, shape.Outputs, strip));
        }

        Release(columns, packedX, x, packedKernel, kernel);
    }

    /// <summary>into = the transpose, not conjugated, of <see cref="Apply"/> as a map of x, applied to y.</summary>
    internal void Transposed(in UntypedArray y, in UntypedArray kernel, in UntypedArray into)
    {
        UntypedArray packedY = Contiguous(y);
        UntypedArray packedKernel = Contiguous(kernel);
        if (backend.ConvolveDirectly(shape, transposed: true, packedY, packedKernel, into))
        {
            Release(default, packedY, y, packedKernel, kernel);
            return;
        }

        UntypedArray weights = Grouped(packedKernel);
        UntypedArray columns = Columns(into.ElementType, y.Shape[0]);
        if (!IsPointwise) backend.Fill(into, 0);
        foreach (WindowStrip strip in Strips(into.ElementType, y.Shape[0]))
        {
            UntypedArray windows = IsPointwise ? SamplesOf(into, shape.Inputs, strip) : Within(columns, strip);
            backend.MatrixMultiply(MatrixForm.Transposed, weights, MatrixForm.Plain, SamplesOf(packedY, shape.Outputs, strip), accumulate: false, windows);
            if (!IsPointwise) backend.ScatterWindows(shape, strip, windows, into);
        }

        Release(columns, packedY, y, packedKernel, kernel);
    }

    /// <summary>into = the transpose, not conjugated, of <see cref="Apply"/> as a map of the kernel, applied to y: the correlation of x and y, summed over the samples.</summary>
    internal void Kernel(in UntypedArray x, in UntypedArray y, in UntypedArray into)
    {
        UntypedArray packedX = Contiguous(x);
        UntypedArray packedY = Contiguous(y);
        if (backend.CorrelateDirectly(shape, packedX, packedY, into))
        {
            Release(default, packedX, x, packedY, y);
            return;
        }

        UntypedArray weights = Grouped(into);

        // Turned, y is the operand that products pack instead of the far longer columns.
        bool turns = weights.Shape[1] >= LeastColumns;
        UntypedArray sum = turns ? backend.Allocate(into.ElementType, new Shape(shape.Groups, shape.TapsOfGroup, weights.Shape[1]), account: null) : weights;
        UntypedArray columns = Columns(into.ElementType, x.Shape[0]);
        backend.Fill(sum, 0);
        foreach (WindowStrip strip in Strips(into.ElementType, x.Shape[0]))
        {
            UntypedArray windows = IsPointwise ? SamplesOf(packedX, shape.Inputs, strip) : Gather(packedX, strip, columns);
            UntypedArray sensitivities = SamplesOf(packedY, shape.Outputs, strip);
            for (nint sample = 0; sample < strip.Samples; sample++)
            {
                UntypedArray left = (turns ? windows : sensitivities).Select(0, sample);
                UntypedArray right = (turns ? sensitivities : windows).Select(0, sample);
                backend.MatrixMultiply(MatrixForm.Plain, left, MatrixForm.Transposed, right, accumulate: true, sum);
            }
        }

        if (turns)
        {
            backend.Copy(sum.Transpose([0, 2, 1]), weights);
            sum.Release();
        }

        Release(columns, packedX, x, packedY, y);
    }

    /// <summary>The windows of a strip as columns: [samples, groups, channels taps, windows].</summary>
    private UntypedArray Gather(in UntypedArray x, in WindowStrip strip, in UntypedArray columns)
    {
        UntypedArray windows = Within(columns, strip);
        backend.GatherWindows(shape, strip, x, windows);
        return windows;
    }

    /// <summary>The part of the scratch that a strip takes.</summary>
    private UntypedArray Within(in UntypedArray columns, in WindowStrip strip)
    {
        var cut = new Shape(strip.Samples, shape.Groups, shape.TapsOfGroup, strip.Rows * shape.X.Windows);
        return columns.Slice(0, 0, cut.Count, 1).Reshape(cut);
    }

    /// <summary>The samples and rows of a strip as matrices: [samples, groups, channels of a group, windows].</summary>
    private UntypedArray SamplesOf(in UntypedArray y, nint channels, in WindowStrip strip) =>
        y.Reshape(new Shape(y.Shape[0], shape.Groups, channels / shape.Groups, shape.Y.Windows * shape.X.Windows))
            .Slice(0, strip.FirstSample, strip.Samples, 1).Slice(3, strip.FirstRow * shape.X.Windows, strip.Rows * shape.X.Windows, 1);

    /// <summary>The kernel as a matrix for each group.</summary>
    private UntypedArray Grouped(in UntypedArray kernel) => kernel.Reshape(new Shape(shape.Groups, shape.Outputs / shape.Groups, shape.TapsOfGroup));

    private UntypedArray Columns(ElementType type, nint samples)
    {
        if (IsPointwise || samples == 0) return default;
        Cuts cuts = Strips(type, samples);
        return backend.Allocate(type, new Shape(cuts.Samples * shape.Groups * shape.TapsOfGroup * cuts.Rows * shape.X.Windows), account: null);
    }

    private Cuts Strips(ElementType type, nint samples)
    {
        if (shape.Outputs == 0) return new Cuts(0, shape.Y.Windows, 1, 1);
        nint limit = backend.Device.IsHost ? ProcessorBytes : DeviceBytes;
        nint row = Math.Max(1, shape.Groups * shape.TapsOfGroup * shape.X.Windows * ElementTypes.SizeOf(type));
        nint rows = Math.Clamp(limit / row, 1, shape.Y.Windows);
        nint together = rows < shape.Y.Windows || samples == 0 ? 1 : Math.Clamp(limit / (row * rows), 1, samples);
        return new Cuts(samples, shape.Y.Windows, together, rows);
    }

    private UntypedArray Contiguous(in UntypedArray x)
    {
        if (x.IsContiguous) return x;
        UntypedArray packed = backend.Allocate(x.ElementType, x.Shape, account: null);
        backend.Copy(x, packed);
        return packed;
    }

    private static void Release(in UntypedArray columns, in UntypedArray first, in UntypedArray ofFirst, in UntypedArray second, in UntypedArray ofSecond)
    {
        columns.Release();
        if (first != ofFirst) first.Release();
        if (second != ofSecond) second.Release();
    }

    /// <summary>All strips, one after the other.</summary>
    private struct Cuts
    {
        private readonly nint allSamples;
        private readonly nint allRows;
        private nint sample;
        private nint row;

        internal Cuts(nint allSamples, nint allRows, nint samples, nint rows)
        {
            this.allSamples = allSamples;
            this.allRows = allRows;
            Samples = samples;
            Rows = rows;
            row = -rows;
        }

        internal nint Samples { get; }

        internal nint Rows { get; }

        public readonly WindowStrip Current => new(sample, Math.Min(Samples, allSamples - sample), row, Math.Min(Rows, allRows - row));

        public readonly Cuts GetEnumerator() => this;

        public bool MoveNext()
        {
            row += Rows;
            if (row >= allRows)
            {
                row = 0;
                sample += Samples;
            }

            return sample < allSamples;
        }
    }
}

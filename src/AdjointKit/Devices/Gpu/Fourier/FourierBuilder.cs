using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;
using AdjointKit.Kernels.Fourier;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>
/// Chooses how a device transforms an axis. Where items share memory: a line by a group; a line that is too long for it as columns and rows of a matrix. Everywhere
/// else, and for what fits neither: one pass per radix. Lengths with a large prime factor by Bluestein's convolution, of the same kinds.
/// </summary>
internal sealed class FourierBuilder
{
    private readonly DeviceBackend backend;
    private readonly ElementType type;
    private readonly int realBytes;

    internal FourierBuilder(DeviceBackend backend, ElementType type)
    {
        backend.RequirePrecision(type);
        this.backend = backend;
        this.type = ElementTypes.RealOf(type) == ElementType.Float32 ? ElementType.Complex64 : ElementType.Complex128;
        realBytes = ElementTypes.SizeOf(this.type) / 2;
    }

    private DeviceDriver Driver => backend.Driver;

    /// <summary>Transforms along axes of one grid, in this order.</summary>
    internal FourierChain Chain(params ReadOnlySpan<FourierAxis> axes)
    {
        var steps = new List<FourierStep>();
        foreach (FourierAxis axis in axes) steps.AddRange(Steps(axis));

        // Axes of one point need nothing, but what happens at the ends of a transform must still happen.
        if (steps.Count == 0) steps.Add(new PassStep(Driver, type, PassKernel(1), axes[^1], 1, 1, FourierTables.Twiddles(backend, type, [1])));
        return new FourierChain(backend, type, steps, axes[^1].Points);
    }

    /// <summary>Transform, factor and inverse transform of an axis in one step; null where no group holds a line.</summary>
    internal FourierStep? TryFilter(FourierAxis axis) =>
        Shape(axis.Length, axis.Inner > 1) is LineShape shape ? Line(shape, LineForm.Filter, LineLayout.Of(axis)) : null;

    private IEnumerable<FourierStep> Steps(FourierAxis axis)
    {
        if (axis.Length == 1) return [];
        int[]? radices = SmoothLengths.Radices(axis.Length);
        if (radices is null) return [Bluestein(axis)];
        if (Shape(axis.Length, axis.Inner > 1) is LineShape shape) return [Line(shape, LineForm.Transform, LineLayout.Of(axis))];
        (int rows, int columns) = SmoothLengths.SplitEvenly(axis.Length);
        if (Shape(rows, across: true) is LineShape ofColumns && Shape(columns, across: true) is LineShape ofRows)
        {
            LineStep first = Line(ofColumns, LineForm.Transform, LineLayout.Columns(axis, columns), FourierTables.Square(backend, type, rows, columns));
            return [first, Line(ofRows, LineForm.Transform, LineLayout.Rows(axis, columns))];
        }

        Array.Reverse(radices);
        return Passes(axis, radices);
    }

    private List<FourierStep> Passes(FourierAxis axis, int[] radices)
    {
        UntypedArray twiddles = FourierTables.Twiddles(backend, type, radices);
        var steps = new List<FourierStep>();
        int before = 1;
        foreach (int radix in radices)
        {
            steps.Add(new PassStep(Driver, type, PassKernel(radix), axis, radix, before, twiddles));
            before *= radix;
        }

        return steps;
    }

    private FourierStep Bluestein(FourierAxis axis)
    {
        int convolution = SmoothLengths.NextFast(checked((2 * axis.Length) - 1));
        ChirpTables tables = FourierTables.Chirps(backend, type, axis.Length, convolution);
        if (Shape(convolution, axis.Inner > 1) is LineShape shape) return Line(shape, LineForm.Bluestein, LineLayout.Of(axis), chirp: (axis.Length, tables));
        FourierAxis longer = axis with { Length = convolution };
        return new ChirpStep(backend, type, ChirpKernels(), axis, longer, Chain(longer), tables);
    }

    private LineStep Line(LineShape shape, LineForm form, LineLayout layout, UntypedArray? ownFactors = null, (int Points, ChirpTables Tables)? chirp = null)
    {
        nint kernel = backend.FourierKernel(FourierPrograms.Lines(type, backend.HasDouble, shape, form), "transform_lines");
        UntypedArray twiddles = FourierTables.Twiddles(backend, type, shape.Radices);
        return new LineStep(Driver, type, new LineKernel(kernel, shape.Lines, shape.Items), layout, twiddles) { OwnFactors = ownFactors, Chirp = chirp };
    }

    private LineShape? Shape(int length, bool across) => backend.PrefersLocalMemory ? LineShape.TryFind(length, Driver.Description, realBytes, across) : null;

    private nint PassKernel(int radix) => backend.FourierKernel(FourierPrograms.Passes(type, backend.HasDouble), $"pass_{radix}");

    private ChirpKernels ChirpKernels()
    {
        Programs.ProgramSource source = FourierPrograms.Chirp(type, backend.HasDouble);
        return new ChirpKernels(backend.FourierKernel(source, "chirp_in"), backend.FourierKernel(source, "chirp_out"));
    }
}

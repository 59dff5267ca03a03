using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>Transforms of whole lines in the memory of groups, one launch (Sources/fourier.lines.cl).</summary>
internal sealed class LineStep(DeviceDriver driver, ElementType type, LineKernel kernel, LineLayout layout, UntypedArray twiddles) : FourierStep
{
    /// <summary>The points that the result has and the chirp; only for Bluestein's transform.</summary>
    internal (int Points, ChirpTables Tables)? Chirp { get; init; }

    /// <summary>The factors between the two halves of a line that is too long for one step.</summary>
    internal UntypedArray? OwnFactors { get; init; }

    internal override bool IsInPlace => layout.X == layout.Into;

    internal override void Launch(in Reals x, in Reals into, long batch, in FourierEnds ends)
    {
        FourierEnds own = OwnFactors is UntypedArray factors ? ends with { Factor = new FourierFactor(Reals.Of(factors), 1, OfAxis: true) } : ends;
        long lines = batch * layout.Leading * layout.Middle * layout.Inner;
        ArgumentList arguments = default;
        arguments.Add(lines);
        arguments.Add(layout.Middle);
        arguments.Add(layout.Inner);
        x.AddTo(ref arguments);
        layout.X.AddTo(ref arguments);
        into.AddTo(ref arguments);
        layout.Into.AddTo(ref arguments);
        arguments.Add(KernelArgument.Memory(twiddles.Storage.Memory));
        arguments.Add(layout.IsAcross ? 1 : 0);
        if (Chirp is (int Points, ChirpTables Tables) chirp)
        {
            arguments.Add(chirp.Points);
            arguments.Add(KernelArgument.Memory(chirp.Tables.Chirp.Storage.Memory));
            arguments.Add(KernelArgument.Memory(chirp.Tables.Spectrum.Storage.Memory));
        }

        own.AddTo(ref arguments, type, layout.Factors(own.Factor.OfAxis), twiddles.Storage.Memory);
        driver.Launch(kernel.Handle, new LaunchSize(checked((int)((lines + kernel.Lines - 1) / kernel.Lines)), 1, kernel.Items, 1), arguments.Values);
    }
}

/// <summary>A kernel for lines: how many a group works on, and by how many items.</summary>
internal readonly record struct LineKernel(nint Handle, int Lines, int Items);

/// <summary>Where the lines of a step are: [batch, leading, middle, inner] of them.</summary>
internal readonly record struct LineLayout(long Leading, long Middle, long Inner, LineSteps X, LineSteps Into)
{
    /// <summary>Whether neighbouring lines are nearer in memory than neighbouring points.</summary>
    internal bool IsAcross => X.Step != 1 || Into.Step != 1;

    /// <summary>Lines along an axis.</summary>
    internal static LineLayout Of(FourierAxis axis)
    {
        var steps = new LineSteps(axis.Length * axis.Inner, 0, 1, axis.Inner);
        return new LineLayout(axis.Leading, 1, axis.Inner, steps, steps);
    }

    /// <summary>The columns of an axis that is taken as a matrix of so many columns.</summary>
    internal static LineLayout Columns(FourierAxis axis, int columns)
    {
        var steps = new LineSteps(axis.Length * axis.Inner, axis.Inner, 1, columns * axis.Inner);
        return new LineLayout(axis.Leading, columns, axis.Inner, steps, steps);
    }

    /// <summary>Its rows, which become columns.</summary>
    internal static LineLayout Rows(FourierAxis axis, int columns)
    {
        int rows = axis.Length / columns;
        var from = new LineSteps(axis.Length * axis.Inner, columns * axis.Inner, 1, axis.Inner);
        var to = new LineSteps(axis.Length * axis.Inner, axis.Inner, 1, rows * axis.Inner);
        return new LineLayout(axis.Leading, rows, axis.Inner, from, to);
    }

    /// <summary>Where the factors of a grid or of the axis lie.</summary>
    internal FactorLayout Factors(bool ofAxis) =>
        ofAxis ? new FactorLayout(1, 0, Into.Middle / Inner, 0, Into.Step / Inner) : new FactorLayout(Leading, Into.Outer, Into.Middle, Into.Inner, Into.Step);
}

/// <summary>The distances between lines and between their points.</summary>
internal readonly record struct LineSteps(long Outer, long Middle, long Inner, long Step)
{
    internal void AddTo(ref ArgumentList arguments)
    {
        arguments.Add(Outer);
        arguments.Add(Middle);
        arguments.Add(Inner);
        arguments.Add(Step);
    }
}

using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Operators;
using AdjointKit.Runs;

namespace AdjointKit.Optics;

/// <summary>
/// The propagation of fields [..., y, x] through a volume as a linear operator; its adjoint goes back from the last slice to the first one with the conjugate factors. Made by
/// <see cref="MultiSlice.Through"/>; thread-safe.
/// </summary>
/// <typeparam name="T">The element type, <see cref="System.Numerics.Complex"/> or <see cref="ComplexF"/>.</typeparam>
public sealed class VolumePropagator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly SliceTransfers<T> arrays;
    private readonly UntypedArray[] between;
    private readonly UntypedArray[] last;
    private readonly UntypedArray volume;
    private readonly Shape padded;

    internal VolumePropagator(Compute compute, MultiSlice slices, Shape fields, UntypedArray volume)
        : base(compute, fields, fields)
    {
        Slices = slices;
        this.volume = volume;
        arrays = new SliceTransfers<T>(slices, compute);
        between = [.. arrays.Between.Select(transfer => (UntypedArray)transfer)];
        last = [.. arrays.Last.Select(transfer => (UntypedArray)transfer)];
        padded = new Shape([.. fields.Lengths[..^2], slices.Grid.Ny * slices.Padding, slices.Grid.Nx * slices.Padding]);
    }

    /// <inheritdoc/>
    public override string Name => Slices.WideAngle ? "wide-angle multi-slice" : "multi-slice";

    /// <inheritdoc/>
    public override int SampleAxes => Domain.Rank - 2;

    /// <summary>The slices.</summary>
    public MultiSlice Slices { get; }

    /// <summary>The field behind the volume, with progress after every slice.</summary>
    /// <param name="field">[..., y, x].</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="cancellation">Looked at after every slice.</param>
    public NdArray<T> Apply(NdArray<T> field, IProgress<RunProgress>? progress, CancellationToken cancellation = default)
    {
        if (field.Shape != Domain) throw new ArgumentException($"a field of shape {field.Shape} is none of {Domain}", nameof(field));
        NdArray<T> into = Compute.Empty<T>(Range);
        Run(field, into, adjoint: false, new LoopProgress("propagating", volume.Shape[0], progress, cancellation, "slices"));
        return into;
    }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => Run(x, into, adjoint: false, default);

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) => Run(y, into, adjoint: true, default);

    private void Run(in UntypedArray from, in UntypedArray into, bool adjoint, LoopProgress progress)
    {
        Backend backend = Compute.Backend;
        bool isPadded = Slices.Padding > 1;
        UntypedArray current = backend.Allocate(into.ElementType, padded, Compute.Memory);
        UntypedArray next = backend.Allocate(into.ElementType, padded, Compute.Memory);
        UntypedArray slice = isPadded ? backend.Allocate(volume.ElementType, new Shape(padded[-2], padded[-1]), Compute.Memory) : default;
        if (isPadded)
        {
            backend.Fill(current, 0);
            backend.Fill(slice, Slices.Index);
        }

        backend.Copy(from, Middle(current));
        nint count = volume.Shape[0];
        if (!adjoint) arrays.Step.Plan.Filter(current, last[0], conjugate: false, current);
        for (nint step = 0; step < count; step++)
        {
            nint z = adjoint ? count - 1 - step : step;
            UntypedArray index = volume.Select(0, z);
            if (isPadded)
            {
                backend.Copy(index, Middle(slice));
                index = slice;
            }

            UntypedArray[] transfers = z == count - 1 ? last : between;
            if (adjoint) arrays.Step.ApplyAdjoint(backend, current, index, transfers, arrays.Rim, next);
            else arrays.Step.Apply(backend, current, index, transfers, arrays.Rim, next);
            (current, next) = (next, current);
            progress.Add(1);
        }

        if (adjoint) arrays.Step.Plan.Filter(current, last[0], conjugate: true, current);
        backend.Copy(Middle(current), into);
        progress.Finish();
        slice.Release();
        next.Release();
        current.Release();
    }

    private UntypedArray Middle(in UntypedArray grid)
    {
        if (Slices.Padding == 1) return grid;
        return grid.Slice(grid.Rank - 2, Slices.Widths(Slices.Grid.Ny).Before, Slices.Grid.Ny, 1).Slice(grid.Rank - 1, Slices.Widths(Slices.Grid.Nx).Before, Slices.Grid.Nx, 1);
    }
}

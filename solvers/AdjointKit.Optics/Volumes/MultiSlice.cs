using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;

namespace AdjointKit.Optics;

/// <summary>
/// Propagation through a volume of refractive index n[z, y, x], slice by slice: half a slice of homogeneous background, the phase k0 (n - n0) dz of the whole slice at once, the other half (M. D.
/// Feit and J. A. Fleck, "Light propagation in graded-index optical fibers", Applied Optics 17, 3990-3998, 1978). Second order in the thickness of the slices; light goes forward only. The
/// background is crossed by the exact angular spectrum, so that a volume of index n0 is one propagation over all of it, whatever the angle.
/// </summary>
public sealed record MultiSlice
{
    private readonly double index = 1;
    private readonly int padding = 1;
    private readonly int rim;

    /// <summary>Describes the slices.</summary>
    /// <param name="grid">The grid of the field, and of every slice.</param>
    /// <param name="wavelength">In vacuum, m.</param>
    /// <param name="thickness">The thickness of a slice, m.</param>
    /// <exception cref="ArgumentException">A number that is not positive.</exception>
    public MultiSlice(FieldGrid grid, double wavelength, double thickness)
    {
        ArgumentNullException.ThrowIfNull(grid);
        PropagationVariables.Check(wavelength, thickness, index: 1);
        if (!(thickness > 0)) throw new ArgumentException($"slices {thickness} m thick are none: light goes through a volume forwards", nameof(thickness));
        Grid = grid;
        Wavelength = wavelength;
        Thickness = thickness;
    }

    /// <summary>The grid of the field, and of every slice.</summary>
    public FieldGrid Grid { get; }

    /// <summary>In vacuum, m.</summary>
    public double Wavelength { get; }

    /// <summary>The thickness of a slice, m.</summary>
    public double Thickness { get; }

    /// <summary>The refractive index of the background n0, about which the phases are taken: near what the volume has on average.</summary>
    /// <exception cref="ArgumentException">Not a positive number.</exception>
    public double Index
    {
        get => index;
        init
        {
            PropagationVariables.Check(Wavelength, Thickness, value);
            index = value;
        }
    }

    /// <summary>By how much the grid is enlarged for the transforms, along both axes: field and slices stand in its middle, the background around them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Padding
    {
        get => padding;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            padding = value;
        }
    }

    /// <summary>The width of a rim along the border of the padded grid that absorbs the light which leaves, in points; 0: none, and light comes back on the other side.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public int Rim
    {
        get => rim;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            rim = value;
        }
    }

    /// <summary>
    /// Whether the phase of a slice is corrected for the angle of the light, by generalized screens of second order (J. H. Le Rousseau and M. V. de Hoop, Geophysics 66, 1551-1568, 2001). It
    /// costs three times the transforms. Up to 60 degrees; for contrasts that are small next to the squared cosine of the angle.
    /// </summary>
    public bool WideAngle { get; init; }

    /// <summary>The field behind the volume, on the tape of the two: differentiable in both. The loop over the slices keeps the field in front of each, or what the schedule says.</summary>
    /// <typeparam name="T">The element type of fields: <see cref="System.Numerics.Complex"/> or <see cref="ComplexF"/>.</typeparam>
    /// <typeparam name="TReal">That of their parts: double or float.</typeparam>
    /// <param name="field">[..., y, x].</param>
    /// <param name="volume">The refractive index, [z, y, x]: as many slices as it has entries.</param>
    /// <param name="schedule">What the loop keeps; null: everything.</param>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public Var<T> Propagate<T, TReal>(Var<T> field, Var<TReal> volume, Schedule? schedule = null)
        where T : unmanaged
        where TReal : unmanaged
    {
        Tape tape = field.Tape;
        RequireFitting<T, TReal>(field.Shape, volume.Shape);
        var arrays = new SliceTransfers<T>(this, tape.Compute);
        int terms = arrays.Between.Length;
        bool hasRim = !arrays.Rim.IsDefault;
        Var[] parameters = [.. arrays.Between.Concat(arrays.Last).Select(transfer => tape.Constant(transfer)), .. hasRim ? [tape.Constant(arrays.Rim)] : Array.Empty<Var>()];
        long last = volume.Shape[0] - 1;
        Var entered = Ops.FourierFilter(Padded(field), parameters[terms].As<T>());
        LoopResult result = Scan.Run(
            frame =>
            {
                Var slice = padding == 1 ? frame.Inputs[0] : Background(frame.Inputs[0].As<TReal>());
                ReadOnlySpan<Var> transfers = frame.Parameters.Slice(frame.Step == last ? terms : 0, terms);
                frame.Next[0] = SliceRule.Apply(arrays.Step, frame.State[0], slice, transfers, hasRim ? frame.Parameters[^1] : default);
            },
            [entered],
            [volume],
            parameters,
            schedule: schedule);
        return Cut(result.State[0].As<T>());
    }

    /// <summary>The field behind a volume.</summary>
    /// <typeparam name="T">The element type of fields: <see cref="System.Numerics.Complex"/> or <see cref="ComplexF"/>.</typeparam>
    /// <typeparam name="TReal">That of their parts: double or float.</typeparam>
    /// <param name="field">[..., y, x].</param>
    /// <param name="volume">The refractive index, [z, y, x].</param>
    /// <param name="compute">Where it runs, and where both lie; null: the CPU with all its threads.</param>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public NdArray<T> Propagate<T, TReal>(NdArray<T> field, NdArray<TReal> volume, Compute? compute = null)
        where T : unmanaged
        where TReal : unmanaged
    {
        RequireFitting<T, TReal>(field.Shape, volume.Shape);
        return Through<T, TReal>(volume, field.Shape.Lengths[..^2], compute).Apply(field);
    }

    /// <summary>The propagation of fields through a given volume as a linear operator.</summary>
    /// <typeparam name="T">The element type of fields: <see cref="System.Numerics.Complex"/> or <see cref="ComplexF"/>.</typeparam>
    /// <typeparam name="TReal">That of their parts: double or float.</typeparam>
    /// <param name="volume">The refractive index, [z, y, x]. It stays the caller's, and must not change.</param>
    /// <param name="fields">The axes in front of [y, x] where many fields go at once; empty: one field.</param>
    /// <param name="compute">Where it runs, and where the volume lies; null: the CPU with all its threads.</param>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public VolumePropagator<T> Through<T, TReal>(NdArray<TReal> volume, ReadOnlySpan<nint> fields = default, Compute? compute = null)
        where T : unmanaged
        where TReal : unmanaged
    {
        var shape = new Shape([.. fields, Grid.Ny, Grid.Nx]);
        RequireFitting<T, TReal>(shape, volume.Shape);
        compute ??= new Compute();
        return new VolumePropagator<T>(compute, this, shape, volume);
    }

    private void RequireFitting<T, TReal>(Shape field, Shape volume)
        where T : unmanaged
        where TReal : unmanaged
    {
        if (!ElementTypes.IsComplex(ElementTypes.Of<T>())) throw new ArgumentException($"fields are complex, of Complex or ComplexF, not of {ElementTypes.Of<T>()}", nameof(field));
        if (ElementTypes.RealOf(ElementTypes.Of<T>()) != ElementTypes.Of<TReal>()) throw new ArgumentException($"a volume of {ElementTypes.Of<TReal>()} has another precision than a field of {ElementTypes.Of<T>()}: convert one of them", nameof(volume));
        if (field.Rank < 2 || field[-2] != Grid.Ny || field[-1] != Grid.Nx) throw new ArgumentException($"a field of shape {field} is not on a grid of {Grid.Ny} x {Grid.Nx} points", nameof(field));
        if (volume.Rank != 3 || volume[0] < 1 || volume[1] != Grid.Ny || volume[2] != Grid.Nx) throw new ArgumentException($"a volume of shape {volume} is not one of slices [z, y, x] of {Grid.Ny} x {Grid.Nx} points", nameof(volume));
    }

    private Var<T> Padded<T>(Var<T> field)
        where T : unmanaged
    {
        if (padding == 1) return field;
        Span<(nint, nint)> widths = stackalloc (nint, nint)[field.Shape.Rank];
        widths.Clear();
        widths[^2] = Widths(Grid.Ny);
        widths[^1] = Widths(Grid.Nx);
        return Ops.Pad(field, widths);
    }

    private Var<TReal> Background<TReal>(Var<TReal> slice)
        where TReal : unmanaged => Padded(slice - index) + index;

    private Var<T> Cut<T>(Var<T> field)
        where T : unmanaged
    {
        int rank = field.Shape.Rank;
        return padding == 1 ? field : Ops.Slice(Ops.Slice(field, rank - 2, Widths(Grid.Ny).Before, Grid.Ny), rank - 1, Widths(Grid.Nx).Before, Grid.Nx);
    }

    /// <summary>The points before and behind: floor(n/2) stays the middle.</summary>
    internal (nint Before, nint Behind) Widths(nint n)
    {
        nint before = (n * padding / 2) - (n / 2);
        return (before, (n * padding) - n - before);
    }
}

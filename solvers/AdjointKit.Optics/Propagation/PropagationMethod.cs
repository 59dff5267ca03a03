using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// A way to compute the field in another plane. A method describes its chain of steps once (<see cref="Describe"/>); from that come the operator with its adjoint (<see cref="Plan"/>), whose
/// arrays are formed once and in double precision, and the record on a tape (<see cref="Propagate"/>), differentiable in everything that the chain depends on.
/// </summary>
public abstract record PropagationMethod
{
    private readonly int? padding;

    /// <summary>The name as the command line writes it.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// By how much the grid is enlarged for the transforms, along both axes; the field stands in its middle and the result is cut out of it. 1: periodic boundaries. Null: what is right
    /// for the method (<see cref="DefaultPadding"/>).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int? Padding
    {
        get => padding;
        init
        {
            if (value < 1) throw new ArgumentOutOfRangeException(nameof(value), value, "a grid is padded to a whole multiple of its size, 1 or more");
            padding = value;
        }
    }

    /// <summary>The padding where none is stated: 2 for the methods that are convolutions, which then do not wrap around.</summary>
    public virtual int DefaultPadding => 1;

    /// <summary>The padding that is used.</summary>
    protected int PaddingInUse => Padding ?? DefaultPadding;

    /// <summary>The operator for a grid and a distance, with its arrays formed.</summary>
    /// <typeparam name="T">The element type of fields: <see cref="System.Numerics.Complex"/> or <see cref="ComplexF"/>.</typeparam>
    /// <param name="grid">The grid of the field.</param>
    /// <param name="wavelength">In vacuum, m.</param>
    /// <param name="distance">Along z, m; negative: back along the light.</param>
    /// <param name="index">The refractive index of the medium.</param>
    /// <param name="fields">The axes in front of [y, x] where many fields go at once; empty: one field.</param>
    /// <param name="compute">Where it runs; null: the CPU with all its threads.</param>
    /// <exception cref="ArgumentException">The method cannot serve the distance, or a number is impossible.</exception>
    public Propagator<T> Plan<T>(FieldGrid grid, double wavelength, double distance, double index = 1, ReadOnlySpan<nint> fields = default, Compute? compute = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(grid);
        PropagationVariables.Check(wavelength, distance, index);
        compute ??= new Compute();
        var path = new PlannedPath<T>(compute, grid, wavelength, distance, index, new Shape(fields));
        Describe(path);
        return new Propagator<T>(compute, path, this, grid, OutputGrid(grid, path.Numbers));
    }

    /// <summary>The field in the other plane, on the tape of the field: differentiable in the field and in what of <paramref name="at"/> is a variable.</summary>
    /// <typeparam name="T">The element type of fields: <see cref="System.Numerics.Complex"/> or <see cref="ComplexF"/>.</typeparam>
    /// <param name="field">[..., y, x].</param>
    /// <param name="at">Wavelength, distance, index and pitch, in double precision.</param>
    /// <exception cref="ArgumentException">The method cannot serve the distance, or a number is impossible.</exception>
    public Var<T> Propagate<T>(Var<T> field, in PropagationVariables at)
        where T : unmanaged
    {
        PropagationVariables.Check(Scalar(at.Wavelength), Scalar(at.Distance), Scalar(at.Index));
        var path = new RecordedPath<T>(field, at);
        Describe(path);
        return path.Field;
    }

    /// <summary>The grid on which the field comes out: that of the field by default.</summary>
    /// <param name="grid">The grid of the field.</param>
    /// <param name="numbers">Wavelength, distance, index and pitch.</param>
    public virtual FieldGrid OutputGrid(FieldGrid grid, in PropagationNumbers numbers) => grid;

    /// <summary>The chain of steps.</summary>
    /// <param name="path">What takes the steps.</param>
    protected internal abstract void Describe(PropagationPath path);

    internal static double Scalar(Var<double> value)
    {
        using NdArray<double> host = value.Tape.Compute.ToHost(value.Value);
        return host.AsReadOnlySpan()[0];
    }
}

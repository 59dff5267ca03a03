using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>
/// What stands in the way of the light and is thin: the field behind it is linear in the field in front of it. On a tape it is differentiable in the field, in the wavelength and the pitch, and in
/// whatever number of the element is a variable (<see cref="Quantity"/>); <see cref="Plan"/> gives it as a linear operator.
/// </summary>
public abstract record OpticalElement
{
    /// <summary>What it is called in drawings and messages.</summary>
    public abstract string Name { get; }

    /// <summary>The field behind the element, on the tape of the field.</summary>
    /// <typeparam name="T">The element type of fields: <see cref="System.Numerics.Complex"/> or <see cref="ComplexF"/>.</typeparam>
    /// <param name="field">[..., y, x].</param>
    /// <param name="at">Wavelength, index and pitch, in double precision.</param>
    /// <exception cref="ArgumentException">The field does not fit the element, or a number is impossible.</exception>
    public Var<T> Apply<T>(Var<T> field, in FieldVariables at)
        where T : unmanaged
    {
        if (field.Shape.Rank < 2) throw new ArgumentException($"a field has the axes [y, x], and others in front of them if there are many: this one has the shape {field.Shape}", nameof(field));
        return Record(field, at);
    }

    /// <summary>The element as a linear operator, with its arrays formed. Variables count with what they are now.</summary>
    /// <typeparam name="T">The element type of fields: <see cref="System.Numerics.Complex"/> or <see cref="ComplexF"/>.</typeparam>
    /// <param name="grid">The grid of the field.</param>
    /// <param name="wavelength">In vacuum, m.</param>
    /// <param name="index">The refractive index of the medium.</param>
    /// <param name="fields">The axes in front of [y, x] where many fields go at once; empty: one field.</param>
    /// <param name="compute">Where it runs; null: the CPU with all its threads.</param>
    /// <exception cref="ArgumentException">The element does not fit the grid, or a number is impossible.</exception>
    public LinearOperator<T, T> Plan<T>(FieldGrid grid, double wavelength, double index = 1, ReadOnlySpan<nint> fields = default, Compute? compute = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(grid);
        PropagationVariables.Check(wavelength, distance: 0, index);
        if (!ElementTypes.IsComplex(ElementTypes.Of<T>())) throw new ArgumentException($"fields are complex, of Complex or ComplexF, not of {ElementTypes.Of<T>()}", nameof(compute));
        return MakeOperator<T>(compute ?? new Compute(), new PropagationNumbers(wavelength, Distance: 0, index, grid.Dy, grid.Dx), new Shape([.. fields, grid.Ny, grid.Nx]));
    }

    /// <summary>How a bench draws it.</summary>
    internal virtual BenchSymbol Symbol => BenchSymbol.Plate;

    /// <summary>What a bench writes to it.</summary>
    internal virtual string Label => Name;

    /// <summary>Where its middle lies along y, m.</summary>
    internal virtual double Middle => 0;

    /// <summary>Half its height along y, or of its opening, m; null: as high as the field.</summary>
    internal virtual double? HalfHeight => null;

    /// <summary>The slope along y behind the element of a ray that comes at a height above its middle; null: it ends here.</summary>
    internal virtual double? Bend(double height, double slope) => slope;

    /// <summary>The field behind the element, as ops.</summary>
    private protected abstract Var<T> Record<T>(Var<T> field, in FieldVariables at)
        where T : unmanaged;

    /// <summary>The operator on fields of a shape [..., y, x].</summary>
    private protected abstract LinearOperator<T, T> MakeOperator<T>(Compute compute, PropagationNumbers at, Shape shape)
        where T : unmanaged;
}

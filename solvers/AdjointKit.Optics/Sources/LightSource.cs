using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// Light in a plane in closed form, formed in double precision: differentiable in its numbers, the wavelength and the pitch. A new one is one method, <see cref="Amplitudes"/>.
/// </summary>
public abstract record LightSource
{
    /// <summary>What it is called in drawings and messages.</summary>
    public abstract string Name { get; }

    /// <summary>Where the middle of the light lies along y, m from the axis.</summary>
    public Quantity Y { get; init; }

    /// <summary>Where the middle of the light lies along x, m from the axis.</summary>
    public Quantity X { get; init; }

    /// <summary>The angle towards y at which the light leaves the plane, rad.</summary>
    public Quantity AngleY { get; init; }

    /// <summary>The angle towards x at which the light leaves the plane, rad.</summary>
    public Quantity AngleX { get; init; }

    /// <summary>A factor of the field.</summary>
    public Quantity Scale { get; init; } = 1;

    /// <summary>The field on a tape.</summary>
    /// <typeparam name="T">The element type of fields: <see cref="Complex"/> or <see cref="ComplexF"/>.</typeparam>
    /// <param name="ny">Points along y.</param>
    /// <param name="nx">Points along x.</param>
    /// <param name="at">Wavelength, index and pitch.</param>
    public Var<T> Field<T>(nint ny, nint nx, in FieldVariables at)
        where T : unmanaged => Record<T>(ny, nx, at);

    /// <summary>The field on a grid. Variables count with what they are now.</summary>
    /// <typeparam name="T">The element type of fields: <see cref="Complex"/> or <see cref="ComplexF"/>.</typeparam>
    /// <param name="grid">The grid.</param>
    /// <param name="wavelength">In vacuum, m.</param>
    /// <param name="index">The refractive index of the medium.</param>
    /// <param name="compute">Where it is to lie; null: in host memory.</param>
    public NdArray<T> Field<T>(FieldGrid grid, double wavelength, double index = 1, Compute? compute = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(grid);
        PropagationVariables.Check(wavelength, distance: 0, index);
        using Compute? own = compute is null ? new Compute() : null;
        return Make<T>(compute ?? own!, grid, new PropagationNumbers(wavelength, Distance: 0, index, grid.Dy, grid.Dx));
    }

    /// <summary>Where rays begin and with which slope, along y in the plane x = 0, for a bench that light fills up to a height.</summary>
    internal virtual IEnumerable<(double Y, double Slope)> Rays(double halfHeight) => Fan(halfHeight, y => Math.Sin(AngleY.Number));

    /// <summary>Five rays about the middle, and how steep each is.</summary>
    private protected IEnumerable<(double Y, double Slope)> Fan(double halfHeight, Func<double, double> slope) =>
        new[] { -1, -0.5, 0, 0.5, 1 }.Select(part => (Y.Number + (part * halfHeight), slope(part * halfHeight)));

    /// <summary>The complex amplitudes of the light as if it went along the axis, [rows, columns], in double precision.</summary>
    /// <param name="at">The points, and the numbers there: a quantity of the source is <c>at[quantity]</c>.</param>
    /// <param name="y">y from the middle of the light, [rows, 1].</param>
    /// <param name="x">x from the middle of the light, [1, columns].</param>
    protected internal abstract Var<Complex> Amplitudes(FieldPoints at, Var<double> y, Var<double> x);

    private protected virtual Var<T> Record<T>(nint ny, nint nx, in FieldVariables at)
        where T : unmanaged => FieldFunctions.On<T>(ny, nx, at, Whole);

    private protected virtual NdArray<T> Make<T>(Compute compute, FieldGrid grid, PropagationNumbers at)
        where T : unmanaged => FieldFunctions.Formed<T>(compute, grid.Ny, grid.Nx, at, Whole);

    private Var<Complex> Whole(FieldPoints at)
    {
        Var<double> y = at.Y - at[Y];
        Var<double> x = at.X - at[X];
        Var<double> tilt = ((y * Ops.Sin(at[AngleY])) + (x * Ops.Sin(at[AngleX]))) / at.Wavelength;
        return Phases.Polar(at[Scale], tilt) * Amplitudes(at, y, x);
    }
}

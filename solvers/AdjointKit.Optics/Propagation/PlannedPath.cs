using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// A propagation as a list of steps whose arrays are formed. They are formed on the host in double precision, in strips of rows, so that a plan takes little more memory than its arrays.
/// </summary>
internal sealed class PlannedPath<T> : PropagationPath
    where T : unmanaged
{
    private const nint PointsPerStrip = 1 << 18;

    private readonly Compute compute;
    private readonly FieldGrid grid;
    private readonly Shape fields;
    private readonly List<PropagationStep<T>> steps = [];

    /// <summary>What the factors behind a transform have to bring: the scale of the adjoint of one with exponent minus, of a forward one with exponent plus.</summary>
    private double scale = 1;

    private double adjointScale = 1;

    internal PlannedPath(Compute compute, FieldGrid grid, double wavelength, double distance, double index, Shape fields)
        : base(grid.Ny, grid.Nx)
    {
        if (ElementTypes.Of<T>() is not (ElementType.Complex64 or ElementType.Complex128)) throw new ArgumentException($"fields are complex, of Complex or ComplexF, not of {ElementTypes.Of<T>()}", nameof(compute));
        this.compute = compute;
        this.grid = grid;
        this.fields = fields;
        Numbers = new PropagationNumbers(wavelength, distance, index, grid.Dy, grid.Dx);
        Domain = Fields(grid.Ny, grid.Nx);
    }

    public override PropagationNumbers Numbers { get; }

    internal Shape Domain { get; }

    internal Shape Range => Fields(Ny, Nx);

    /// <summary>The steps, when the description has ended.</summary>
    internal PropagationStep<T>[] Steps
    {
        get
        {
            End();
            return [.. steps];
        }
    }

    private protected override void TakeResize(nint ny, nint nx) => steps.Add(new ResizeStep<T>(Fields(Ny, Nx), Fields(ny, nx)));

    private protected override void TakeFilter(GridFunction function, bool isResponse)
    {
        using NdArray<Complex> values = Formed(function, fromMiddle: false);
        if (isResponse) compute.Host.Backend.PlanFourier(values.Shape).Forward(values, values);
        steps.Add(new FilterStep<T>(compute, Fields(Ny, Nx), Rounded(values)));
    }

    private protected override void TakeTransform(bool positive)
    {
        steps.Add(new TransformStep<T>(compute, Fields(Ny, Nx), new Shape(Ny, Nx), positive));
        double points = Ny * Nx;
        (scale, adjointScale) = positive ? (points, 1.0) : (1.0, points);
    }

    private protected override void TakeFactors(GridFunction factors)
    {
        using NdArray<Complex> values = Formed(factors, fromMiddle: true);
        using NdArray<Complex> conjugate = values.Copy();
        compute.Host.Backend.Unary(UnaryOp.Conjugate, values, conjugate);
        compute.Host.Backend.Affine(scale, values, 0, values);
        compute.Host.Backend.Affine(adjointScale, conjugate, 0, conjugate);
        (scale, adjointScale) = (1, 1);
        steps.Add(new FactorStep<T>(Fields(Ny, Nx), Rounded(values), Rounded(conjugate)));
    }

    private NdArray<Complex> Formed(GridFunction function, bool fromMiddle)
    {
        Compute host = compute.Host;
        NdArray<Complex> values = host.Empty<Complex>(Ny, Nx);
        using var numbers = new GridNumbers(host, Ny, Nx, fromMiddle);
        using var tape = new Tape(host);
        nint rows = Math.Clamp(PointsPerStrip / Nx, 1, Ny);
        for (nint row = 0; row < Ny; row += rows)
        {
            nint count = Math.Min(rows, Ny - row);
            PropagationVariables at = PropagationVariables.Constants(tape, grid, Numbers.Wavelength, Numbers.Distance, Numbers.Index);
            Var<Complex> strip = function(tape.Constant(numbers.Rows.Slice(0, row, count)), tape.Constant(numbers.Columns), at);
            host.Backend.Copy(Ops.BroadcastTo(strip, new Shape(count, Nx)).Value, values.Slice(0, row, count));
            tape.Reset();
        }

        return values;
    }

    private NdArray<T> Rounded(NdArray<Complex> values)
    {
        using NdArray<T> host = compute.Host.Empty<T>(values.Shape);
        compute.Host.Backend.Copy(values, host);
        return compute.ToDevice(host);
    }

    private Shape Fields(nint ny, nint nx) => new([.. fields.Lengths, ny, nx]);
}

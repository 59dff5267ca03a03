using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>A propagation as a list of steps whose arrays are formed.</summary>
internal sealed class PlannedPath<T> : PropagationPath
    where T : unmanaged
{
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

    private protected override void TakeResize(nint ny, nint nx)
    {
        Shape to = Fields(ny, nx);
        // Padding, filter and crop back are one step: the padded field is never formed.
        if (steps is [.., ResizeStep<T> padding, FilterStep<T> filter] && padding.Domain == to && filter.Range.Count > to.Count)
        {
            steps.RemoveRange(steps.Count - 2, 2);
            steps.Add(filter.Within(to));
            return;
        }

        steps.Add(new ResizeStep<T>(Fields(Ny, Nx), to));
    }

    private protected override void TakeFilter(GridFunction function, bool isResponse, bool isEven)
    {
        using NdArray<Complex> values = isEven ? FormedGrid.Quarter(compute.Host, Ny, Nx, grid, Numbers, function) : Formed(function, fromMiddle: false);
        NdArray<T> transfer = isResponse ? Transformed(values, isEven) : Rounded(values);
        if (isEven && !isResponse)
        {
            using NdArray<T> quarter = transfer;
            transfer = FormedGrid.Mirrored(compute, quarter, Ny, Nx);
        }

        steps.Add(new FilterStep<T>(compute, Fields(Ny, Nx), transfer));
    }

    private protected override void TakeTransform(bool positive)
    {
        steps.Add(new TransformStep<T>(compute, Fields(Ny, Nx), new Shape(Ny, Nx), positive));
        double points = Ny * Nx;
        (scale, adjointScale) = positive ? (points, 1.0) : (1.0, points);
    }

    private protected override void TakeWaves(nint ny, nint nx, GridFunction frequencies)
    {
        using NdArray<Complex> values = Formed(frequencies, fromMiddle: true);
        using NdArray<double> y = compute.Host.Empty<double>(values.Shape);
        using NdArray<double> x = compute.Host.Empty<double>(values.Shape);
        compute.Host.Backend.Unary(UnaryOp.Imaginary, values, y);
        compute.Host.Backend.Unary(UnaryOp.Real, values, x);
        using NdArray<double> thereY = compute.ToDevice(y);
        using NdArray<double> thereX = compute.ToDevice(x);
        steps.Add(new WaveSumStep<T>(new NonUniformFourier<T>(compute, thereY, thereX, ny, nx, fields.Lengths)));
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

    private NdArray<T> Transformed(NdArray<Complex> response, bool isEven)
    {
        using NdArray<Complex> whole = isEven ? FormedGrid.Mirrored(compute.Host, response, Ny, Nx) : response;
        compute.Host.Backend.PlanFourier(whole.Shape).Forward(whole, whole);
        return Rounded(whole);
    }

    private NdArray<Complex> Formed(GridFunction function, bool fromMiddle) => FormedGrid.Of(compute.Host, Ny, Nx, fromMiddle, grid, Numbers, function);

    private NdArray<T> Rounded(NdArray<Complex> values) => FormedGrid.Rounded<T>(compute, values);

    private Shape Fields(nint ny, nint nx) => new([.. fields.Lengths, ny, nx]);
}

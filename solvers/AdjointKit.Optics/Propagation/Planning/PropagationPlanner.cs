using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// Picks a method and its padding for a propagation that ends on the field's own grid, and predicts the error. Exact is the angular spectrum of the samples in the limit of infinite padding; at
/// Fresnel numbers below 0.1 the Rayleigh-Sommerfeld sum over the samples. Both are open space: an unpadded method is judged by it too. The prediction propagates a few lines along each axis in
/// the place of the field and is right within a factor of 2 or so for errors below 1; it costs less than one propagation of the field.
/// </summary>
public static class PropagationPlanner
{
    /// <summary>An error that is good enough for the cheapest method that has it.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>The same for light of every direction at once, which no field is.</summary>
    private const double ToleranceOfNoise = 1e-2;

    /// <summary>Points of a padded grid beyond which padding is not raised above 2: 4096 x 4096.</summary>
    private const double MostPoints = 1 << 24;

    private static readonly int[] Paddings = [2, 3, 4, 6, 8];

    /// <summary>
    /// Picks for a field: the cheapest of asm with padding 2, 3, 4, 6 and 8, blasm and rs whose predicted error is at most 1e-4, else the one with the smallest. Padding above 2 is tried as
    /// long as the padded grid has at most 4096 x 4096 points and four arrays of it fit into the memory budget. The adjoint for a field in the other plane must be that of the method picked
    /// here, not of one picked for that field: take the operator's, or <see cref="ChooseForAnyField"/>.
    /// </summary>
    /// <typeparam name="T">The element type of the field: <see cref="Complex"/> or <see cref="ComplexF"/>.</typeparam>
    /// <param name="field">[y, x].</param>
    /// <param name="grid">Its grid.</param>
    /// <param name="wavelength">In vacuum, m.</param>
    /// <param name="distance">Along z, m; negative: back along the light.</param>
    /// <param name="index">The refractive index of the medium.</param>
    /// <param name="padding">The padding where it is decided already; null: the planner picks it.</param>
    /// <param name="compute">Where the field lies, and what memory there is; null: the CPU.</param>
    /// <exception cref="ArgumentException">The field is not on the grid or holds NaN, or a number is impossible.</exception>
    public static PropagationChoice Choose<T>(NdArray<T> field, FieldGrid grid, double wavelength, double distance, double index = 1, int? padding = null, Compute? compute = null)
        where T : unmanaged
    {
        using Compute? own = compute is null ? new Compute() : null;
        compute ??= own!;
        (LineAxis y, LineAxis x) = Axes(grid, wavelength, distance, index);
        using PropagationTrial trial = OfField(field, grid, y, x, compute);
        PropagationMethod method = Best(Candidates(grid, trial, padding, compute), trial, Tolerance);
        return Judged<T>(method, trial, grid);
    }

    /// <summary>
    /// Picks for a grid, without a field, from the same methods: judged by light of every direction in the band at every point, for which an error of 1e-2 is good enough. Two programs that
    /// propagate and go back by the adjoint get the same method so, and a method can be planned once for many fields.
    /// </summary>
    /// <param name="grid">The grid of the fields.</param>
    /// <param name="wavelength">In vacuum, m.</param>
    /// <param name="distance">Along z, m; negative: back along the light.</param>
    /// <param name="index">The refractive index of the medium.</param>
    /// <param name="padding">The padding where it is decided already; null: the planner picks it.</param>
    /// <param name="compute">What memory there is; null: what there is.</param>
    /// <exception cref="ArgumentException">A number is impossible.</exception>
    public static PropagationMethod ChooseForAnyField(FieldGrid grid, double wavelength, double distance, double index = 1, int? padding = null, Compute? compute = null)
    {
        using Compute? own = compute is null ? new Compute() : null;
        compute ??= own!;
        (LineAxis y, LineAxis x) = Axes(grid, wavelength, distance, index);
        using PropagationTrial trial = PropagationTrial.OfNoise(y, x, compute.Host);
        return Best(Candidates(grid, trial, padding, compute), trial, ToleranceOfNoise);
    }

    /// <summary>Whether the error of a method can be predicted: of those whose result is on the field's own grid by themselves.</summary>
    /// <param name="method">The method.</param>
    public static bool CanPredict(PropagationMethod method) => LineKernel.Knows(method);

    /// <summary>Predicts the error that a method has with a field.</summary>
    /// <typeparam name="T">The element type of the field: <see cref="Complex"/> or <see cref="ComplexF"/>.</typeparam>
    /// <param name="method">The method, one that <see cref="CanPredict"/> knows.</param>
    /// <param name="field">[y, x].</param>
    /// <param name="grid">Its grid.</param>
    /// <param name="wavelength">In vacuum, m.</param>
    /// <param name="distance">Along z, m; negative: back along the light.</param>
    /// <param name="index">The refractive index of the medium.</param>
    /// <param name="compute">Where the field lies; null: the CPU.</param>
    /// <exception cref="ArgumentException">The field is not on the grid or holds NaN, the method has another grid for its result, or a number is impossible.</exception>
    public static PropagationChoice Predict<T>(PropagationMethod method, NdArray<T> field, FieldGrid grid, double wavelength, double distance, double index = 1, Compute? compute = null)
        where T : unmanaged
    {
        if (!CanPredict(method)) throw new ArgumentException($"the error of {method.Name} cannot be predicted: its result is on another grid", nameof(method));
        (LineAxis y, LineAxis x) = Axes(grid, wavelength, distance, index);
        using Compute? own = compute is null ? new Compute() : null;
        using PropagationTrial trial = OfField(field, grid, y, x, compute ?? own!);
        return Judged<T>(method, trial, grid);
    }

    private static (LineAxis Y, LineAxis X) Axes(FieldGrid grid, double wavelength, double distance, double index)
    {
        ArgumentNullException.ThrowIfNull(grid);
        PropagationVariables.Check(wavelength, distance, index);
        return (new LineAxis(grid.Ny, grid.Dy, wavelength / index, distance), new LineAxis(grid.Nx, grid.Dx, wavelength / index, distance));
    }

    private static PropagationTrial OfField<T>(NdArray<T> field, FieldGrid grid, LineAxis y, LineAxis x, Compute compute)
        where T : unmanaged
    {
        if (field.Shape != grid.Shape) throw new ArgumentException($"the field has the shape {field.Shape}, its grid {grid.Shape}", nameof(field));
        using NdArray<T> host = compute.ToHost(field);
        using NdArray<Complex> values = compute.Host.Empty<Complex>(grid.Shape);
        compute.Host.Backend.Copy(host, values);
        return PropagationTrial.Of(values, y, x, compute.Host);
    }

    /// <summary>
    /// The methods in the order of what they cost. In the far field the sum over the samples comes first: there it is exact. Unpadded means periodic boundaries, for which only the angular
    /// spectrum is exact.
    /// </summary>
    private static IEnumerable<PropagationMethod> Candidates(FieldGrid grid, PropagationTrial trial, int? padding, Compute compute)
    {
        double most = Math.Min(MostPoints, (compute.Memory.Limit ?? double.PositiveInfinity) / 64);
        int[] paddings = padding is int decided ? [decided] : [.. Paddings.Where(k => k == 2 || k * (double)k * grid.Ny * grid.Nx <= most)];
        bool hasResponse = trial.AlongX.Axis.Distance != 0;
        if (hasResponse && trial.IsFarField && padding != 1) yield return new RayleighSommerfeld { Padding = paddings[0] };
        yield return new AngularSpectrum { Padding = paddings[0] };
        if (padding == 1) yield break;
        yield return new BandLimitedAngularSpectrum { Padding = paddings[0] };
        if (hasResponse && !trial.IsFarField) yield return new RayleighSommerfeld { Padding = paddings[0] };
        foreach (int k in paddings[1..]) yield return new AngularSpectrum { Padding = k };
    }

    private static PropagationMethod Best(IEnumerable<PropagationMethod> candidates, PropagationTrial trial, double tolerance)
    {
        PropagationMethod? best = null;
        double least = double.PositiveInfinity;
        foreach (PropagationMethod candidate in candidates)
        {
            double error = trial.Error(candidate);
            if (best is null || error < least) (best, least) = (candidate, error);
            if (error <= tolerance) break;
        }

        return best!;
    }

    private static PropagationChoice Judged<T>(PropagationMethod method, PropagationTrial trial, FieldGrid grid)
        where T : unmanaged
    {
        double rounding = ElementTypes.Of<T>() == ElementType.Complex64 ? 3e-7 : 1e-13;
        double error = Math.Sqrt(Math.Pow(trial.Error(method), 2) + (rounding * rounding));
        return new PropagationChoice(method, error, PlanningWarnings.Of(method, error, trial), grid);
    }
}

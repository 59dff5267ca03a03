using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <content>As arrays, one after the other, so that little is in memory at a time. Variables count with what they are now.</content>
public sealed partial record OpticalBench
{
    /// <summary>The field at the end.</summary>
    /// <typeparam name="T">The element type of fields: <see cref="Complex"/> or <see cref="ComplexF"/>.</typeparam>
    /// <param name="line">The number of the wavelength in the spectrum.</param>
    /// <param name="mode">The number of the mode.</param>
    /// <param name="compute">Where it runs; null: the CPU with all its threads.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>[y, x], with an axis of 2 components in front for polarised light.</returns>
    /// <exception cref="ArgumentException">Something cannot stand where it does.</exception>
    public NdArray<T> Field<T>(int line = 0, int mode = 0, Compute? compute = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        using Compute? own = compute is null ? new Compute() : null;
        compute ??= own!;
        return Through(Operators<T>(line, compute, cancellation), line, mode, compute, cancellation);
    }

    /// <summary>The intensity at the end: of all modes and wavelengths, each with its weight.</summary>
    /// <typeparam name="TReal">double or float; fields are complex numbers of two of them.</typeparam>
    /// <param name="compute">Where it runs; null: the CPU with all its threads.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>[y, x].</returns>
    /// <exception cref="ArgumentException">Something cannot stand where it does.</exception>
    public NdArray<TReal> Intensity<TReal>(Compute? compute = null, CancellationToken cancellation = default)
        where TReal : unmanaged
    {
        using Compute? own = compute is null ? new Compute() : null;
        return typeof(TReal) == typeof(float) ? Sum<ComplexF, TReal>(compute ?? own!, cancellation) : Sum<Complex, TReal>(compute ?? own!, cancellation);
    }

    /// <summary>The picture that the sensor takes; without a sensor the intensity.</summary>
    /// <typeparam name="TReal">double or float; fields are complex numbers of two of them.</typeparam>
    /// <param name="compute">Where it runs; null: the CPU with all its threads.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>[y, x].</returns>
    /// <exception cref="ArgumentException">Something cannot stand where it does.</exception>
    public NdArray<TReal> Picture<TReal>(Compute? compute = null, CancellationToken cancellation = default)
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        using Compute? own = compute is null ? new Compute() : null;
        compute ??= own!;
        NdArray<TReal> light = Intensity<TReal>(compute, cancellation);
        if (Sensor is not PlacedSensor placed) return light;
        using var tape = new Tape(compute);
        Var<TReal> read = (placed.Sensor with { Gain = placed.Sensor.Gain.Number }).Read(tape.Constant(light));
        NdArray<TReal> picture = compute.Empty<TReal>(read.Shape);
        compute.Backend.Copy(read.Value, picture);
        light.Dispose();
        return picture;
    }

    /// <summary>
    /// What fails where the samples do not hold the light, by the planner's prediction for each part of the way at each wavelength: run with the first mode. Empty where all is well. Methods
    /// with a grid of their own are not judged.
    /// </summary>
    /// <param name="compute">Where it runs; null: the CPU with all its threads.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>One sentence for each thing that fails, with the number, its limit and the way out.</returns>
    /// <exception cref="ArgumentException">Something cannot stand where it does.</exception>
    public IReadOnlyList<string> Warnings(Compute? compute = null, CancellationToken cancellation = default)
    {
        using Compute? own = compute is null ? new Compute() : null;
        compute ??= own!;
        List<string> warnings = [];
        for (int line = 0; line < spectrum.Count; line++)
        {
            double wavelength = spectrum[line].Wavelength.Number;
            NdArray<Complex> field = modes[0].Source.Field<Complex>(Grid, wavelength, index.Number, compute);
            foreach (BenchStep step in Way(line))
            {
                cancellation.ThrowIfCancellationRequested();
                if (step is { Method: PropagationMethod method, Distance: > 0 } && PropagationPlanner.CanPredict(method))
                {
                    NdArray<Complex> components = field.Reshape(IsPolarized ? 2 : 1, Grid.Ny, Grid.Nx);
                    for (nint k = 0; k < components.Shape[0]; k++)
                    {
                        PropagationChoice choice = PropagationPlanner.Predict(method, components.Slice(0, k, 1).Reshape(Grid.Ny, Grid.Nx), Grid, wavelength, step.Distance, index.Number, compute);
                        warnings.AddRange(choice.Warnings.Select(warning => $"to the {step.Element?.Name ?? "sensor"} at z = {1e3 * step.To.Number:0.######} mm: {warning}"));
                    }
                }

                field = Through(OperatorsOf<Complex>(step, line, compute), field, cancellation);
            }

            field.Dispose();
        }

        return [.. warnings.Distinct()];
    }

    private List<LinearOperator<T, T>> Operators<T>(int line, Compute compute, CancellationToken cancellation)
        where T : unmanaged
    {
        List<LinearOperator<T, T>> operators = [];
        foreach (BenchStep step in Way(line))
        {
            cancellation.ThrowIfCancellationRequested();
            operators.AddRange(OperatorsOf<T>(step, line, compute));
        }

        return operators;
    }

    /// <summary>The way, and the element at its end.</summary>
    private List<LinearOperator<T, T>> OperatorsOf<T>(BenchStep step, int line, Compute compute)
        where T : unmanaged
    {
        ReadOnlySpan<nint> fields = IsPolarized ? [2] : [];
        double wavelength = spectrum[line].Wavelength.Number;
        List<LinearOperator<T, T>> operators = [];
        if (step is { Method: PropagationMethod method, Distance: > 0 }) operators.Add(method.Plan<T>(Grid, wavelength, step.Distance, index.Number, fields, compute));
        if (step.Element is OpticalElement element) operators.Add(element.Plan<T>(Grid, wavelength, index.Number, fields, compute));
        return operators;
    }

    private NdArray<T> Through<T>(List<LinearOperator<T, T>> operators, int line, int mode, Compute compute, CancellationToken cancellation)
        where T : unmanaged => Through(operators, modes[mode].Source.Field<T>(Grid, spectrum[line].Wavelength.Number, index.Number, compute), cancellation);

    /// <summary>The field behind all of them; the one in front is released.</summary>
    private static NdArray<T> Through<T>(List<LinearOperator<T, T>> operators, NdArray<T> field, CancellationToken cancellation)
        where T : unmanaged
    {
        foreach (LinearOperator<T, T> step in operators)
        {
            cancellation.ThrowIfCancellationRequested();
            NdArray<T> behind = step.Apply(field);
            field.Dispose();
            field = behind;
        }

        return field;
    }

    private NdArray<TReal> Sum<T, TReal>(Compute compute, CancellationToken cancellation)
        where T : unmanaged
        where TReal : unmanaged
    {
        RequireOneGrid();
        NdArray<TReal> sum = compute.Zeros<TReal>(OutputGrid().Shape);
        using NdArray<TReal> light = compute.Empty<TReal>(sum.Shape);
        for (int line = 0; line < spectrum.Count; line++)
        {
            List<LinearOperator<T, T>> operators = Operators<T>(line, compute, cancellation);
            for (int mode = 0; mode < modes.Count; mode++)
            {
                using NdArray<T> field = Through(operators, line, mode, compute, cancellation);
                NdArray<T> components = field.Reshape(field.Count / sum.Count, sum.Shape[0], sum.Shape[1]);
                for (nint k = 0; k < components.Shape[0]; k++)
                {
                    compute.Backend.Unary(UnaryOp.AbsSquared, components.Slice(0, k, 1).Reshape(sum.Shape.Lengths), light);
                    compute.Backend.AddScaled(spectrum[line].Weight * modes[mode].Weight, light, sum);
                }
            }
        }

        return sum;
    }
}

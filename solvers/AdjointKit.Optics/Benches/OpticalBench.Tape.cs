using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <content>On a tape.</content>
public sealed partial record OpticalBench
{
    /// <summary>The field at the end, on a tape.</summary>
    /// <typeparam name="T">The element type of fields: <see cref="Complex"/> or <see cref="ComplexF"/>.</typeparam>
    /// <param name="tape">The tape of the variables.</param>
    /// <param name="line">The number of the wavelength in the spectrum.</param>
    /// <returns>[y, x], with an axis of 2 components in front for polarised light, and in front of that one for the modes, if there are several.</returns>
    /// <exception cref="ArgumentException">Something cannot stand where it does, or a variable is of another tape.</exception>
    public Var<T> Field<T>(Tape tape, int line = 0)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tape);
        FieldVariables at = FieldVariables.Constants(tape, Grid, spectrum[line].Wavelength.Number) with { Wavelength = spectrum[line].Wavelength.On(tape), Index = index.On(tape) };
        Var<T>[] sources = [.. modes.Select(mode => mode.Source.Field<T>(Grid.Ny, Grid.Nx, at))];
        Var<T> field = sources.Length == 1 ? sources[0] : Ops.Stack<T>(sources);
        bool isConstant = !spectrum[line].Wavelength.IsVariable && !index.IsVariable;
        foreach (BenchStep step in Way(line))
        {
            if (step.Method is PropagationMethod method)
            {
                // What nothing is asked about is planned: a plan leaves nothing on the tape but the field.
                field = isConstant && step.IsConstant
                    ? Ops.Apply(method.Plan<T>(Grid, spectrum[line].Wavelength.Number, step.Distance, index.Number, field.Shape.Lengths[..^2], tape.Compute), field)
                    : method.Propagate(field, at.Over(step.To.On(tape) - step.From.On(tape)));
            }

            if (step.Element is OpticalElement element) field = element.Apply(field, at);
        }

        return field;
    }

    /// <summary>The intensity at the end, on a tape: of all modes and wavelengths, each with its weight.</summary>
    /// <typeparam name="TReal">double or float; fields are complex numbers of two of them.</typeparam>
    /// <param name="tape">The tape of the variables.</param>
    /// <returns>[y, x].</returns>
    /// <exception cref="ArgumentException">Something cannot stand where it does, or a variable is of another tape.</exception>
    public Var<TReal> Intensity<TReal>(Tape tape)
        where TReal : unmanaged
    {
        RequireOneGrid();
        Var<TReal>? sum = null;
        for (int line = 0; line < spectrum.Count; line++)
        {
            Var field = typeof(TReal) == typeof(float) ? Field<ComplexF>(tape, line) : Field<Complex>(tape, line);
            Var<TReal> light = UntypedOps.AbsSquared(field).As<TReal>();
            if (modes.Count > 1) light *= Weights<TReal>(tape, light.Shape.Rank);
            Shape shape = light.Shape;
            if (shape.Rank > 2) light = Ops.Sum(Ops.Reshape(light, shape.Count / (shape[-2] * shape[-1]), shape[-2], shape[-1]), 0);
            double weight = spectrum[line].Weight * (modes.Count == 1 ? modes[0].Weight : 1);
            if (weight != 1) light *= weight;
            sum = sum is Var<TReal> before ? before + light : light;
        }

        return sum!.Value;
    }

    /// <summary>The picture that the sensor takes, on a tape; without a sensor the intensity.</summary>
    /// <typeparam name="TReal">double or float; fields are complex numbers of two of them.</typeparam>
    /// <param name="tape">The tape of the variables.</param>
    /// <returns>[y, x].</returns>
    /// <exception cref="ArgumentException">Something cannot stand where it does, or a variable is of another tape.</exception>
    public Var<TReal> Picture<TReal>(Tape tape)
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        Var<TReal> light = Intensity<TReal>(tape);
        return Sensor is PlacedSensor placed ? placed.Sensor.Read(light) : light;
    }

    /// <summary>[modes, 1, ...].</summary>
    private Var<TReal> Weights<TReal>(Tape tape, int rank)
        where TReal : unmanaged
    {
        Span<nint> lengths = stackalloc nint[rank];
        lengths.Fill(1);
        lengths[0] = modes.Count;
        Quantity weights = NdArray.From([.. modes.Select(mode => mode.Weight)]);
        return Optics.Sensor.Converted<TReal>(Ops.Reshape(weights.On(tape), lengths));
    }

    private void RequireOneGrid()
    {
        FieldGrid first = OutputGrid();
        for (int line = 1; line < spectrum.Count; line++)
        {
            if (OutputGrid(line) != first) throw new ArgumentException($"the fields of {spectrum.Count} wavelengths come out on grids of different pitch, {first} and {OutputGrid(line)}: take a method with a grid of its own choice, czt say");
        }
    }
}

using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>
/// A source, elements and a sensor along an axis, as they stand on a bench. Light goes from one to the next in the order of z: on a tape, differentiable in whatever number of them is a variable
/// (places and wavelengths too), or as arrays. It draws itself from the side.
/// </summary>
public sealed partial record OpticalBench
{
    private readonly IReadOnlyList<LightMode> modes;
    private readonly IReadOnlyList<SpectralLine> spectrum;
    private readonly Quantity index = 1;

    /// <summary>Makes a bench of coherent light of one wavelength.</summary>
    /// <param name="grid">The grid of the fields.</param>
    /// <param name="wavelength">In vacuum, m.</param>
    /// <param name="source">The light in the plane where it starts.</param>
    /// <exception cref="ArgumentException">A wavelength that is not a positive number.</exception>
    public OpticalBench(FieldGrid grid, Quantity wavelength, LightSource source)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(source);
        PropagationVariables.Check(wavelength.Number, distance: 0, index: 1);
        Grid = grid;
        spectrum = [new SpectralLine(wavelength, 1)];
        modes = [source];
    }

    /// <summary>The grid of the fields.</summary>
    public FieldGrid Grid { get; }

    /// <summary>The wavelengths, whose intensities add up; in the place of the one that the bench was made with.</summary>
    /// <exception cref="ArgumentException">An empty list, or a wavelength that is not a positive number.</exception>
    public IReadOnlyList<SpectralLine> Spectrum
    {
        get => spectrum;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count == 0) throw new ArgumentException("light of no wavelength is none: a spectrum has one line or more", nameof(value));
            foreach (SpectralLine line in value) PropagationVariables.Check(line.Wavelength.Number, distance: 0, index: 1);
            spectrum = value;
        }
    }

    /// <summary>The modes of partially coherent light, whose intensities add up; in the place of the source that the bench was made with. All are polarised, or none.</summary>
    /// <exception cref="ArgumentException">An empty list, or polarised light beside other.</exception>
    public IReadOnlyList<LightMode> Modes
    {
        get => modes;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count == 0) throw new ArgumentException("light of no mode is none: give one or more", nameof(value));
            if (value.Any(mode => mode.Source is PolarizedLight) && !value.All(mode => mode.Source is PolarizedLight)) throw new ArgumentException("polarised modes stand beside others: make all of them polarised, or none", nameof(value));
            modes = value;
        }
    }

    /// <summary>Where the light starts, m.</summary>
    public Quantity Start { get; init; }

    /// <summary>The refractive index of what is between the elements.</summary>
    /// <exception cref="ArgumentException">Not a positive number.</exception>
    public Quantity Index
    {
        get => index;
        init
        {
            PropagationVariables.Check(wavelength: 1, distance: 0, value.Number);
            index = value;
        }
    }

    /// <summary>The elements, in any order.</summary>
    public IReadOnlyList<PlacedElement> Elements { get; init; } = [];

    /// <summary>The sensor, where the light ends; null: it ends behind the last element.</summary>
    public PlacedSensor? Sensor { get; init; }

    /// <summary>The method of propagation; null: planned for each part of the way (<see cref="PropagationPlanner.ChooseForAnyField"/>).</summary>
    public PropagationMethod? Method { get; init; }

    /// <summary>The grid on which the field comes out at the end, at a wavelength of the spectrum: that of the bench, unless the method to the sensor has its own.</summary>
    /// <param name="line">The number of the wavelength.</param>
    public FieldGrid OutputGrid(int line = 0)
    {
        if (Sensor is not PlacedSensor placed || (placed.Method ?? Method) is not PropagationMethod method) return Grid;
        double last = Elements.Select(element => element.Z.Number).Append(Start.Number).Max();
        return placed.Z.Number > last ? method.OutputGrid(Grid, Numbers(line, placed.Z.Number - last)) : Grid;
    }

    internal bool IsPolarized => Modes[0].Source is PolarizedLight;

    /// <summary>What the light goes through at a wavelength, in order.</summary>
    private List<BenchStep> Way(int line)
    {
        List<BenchStep> steps = [];
        Quantity here = Start;
        foreach (PlacedElement placed in Elements.OrderBy(placed => placed.Z.Number)) Add(placed.Z, placed.Element, placed.Method, placed.Element.Name);
        if (Sensor is PlacedSensor sensor) Add(sensor.Z, null, sensor.Method, "sensor");
        return steps;

        void Add(Quantity z, OpticalElement? element, PropagationMethod? own, string name)
        {
            double distance = z.Number - here.Number;
            if (distance < 0) throw new ArgumentException($"the {name} at z = {z.Number} m stands {(element is null ? "before the last element" : "before the source")}, at z = {here.Number} m: light goes towards larger z");
            bool hasWay = distance > 0 || z.IsVariable || here.IsVariable;
            PropagationMethod? method = hasWay ? own ?? Method ?? PropagationPlanner.ChooseForAnyField(Grid, spectrum[line].Wavelength.Number, distance, index.Number) : null;
            if (element is not null && method is not null && distance > 0 && method.OutputGrid(Grid, Numbers(line, distance)) != Grid)
            {
                throw new ArgumentException($"{method.Name} brings the light to the {name} at z = {z.Number} m on another grid than that of the bench: only the way to the sensor may do that");
            }

            steps.Add(new BenchStep(here, z, element, method));
            here = z;
        }
    }

    private PropagationNumbers Numbers(int line, double distance) => new(spectrum[line].Wavelength.Number, distance, index.Number, Grid.Dy, Grid.Dx);
}

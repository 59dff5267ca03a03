using System.CommandLine;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Devices;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Commands.Optics;

/// <summary>The options that say in which planes light is known or wanted, and how it gets there; none of them where a Fourier transform takes it there.</summary>
internal sealed class PlaneOptions
{
    private const string Auto = "auto";

    /// <summary>Those that keep the grid.</summary>
    private static readonly string[] MethodNames = ["asm", "blasm", "fresnel-tf", "fresnel-ir", "rs"];

    private readonly Option<double?> wavelength = OptionFactory.Number("--wavelength", "Wavelength in vacuum, m; with --distance", "633e-9", above: 0);
    private readonly Option<double[]?> pitch = OptionFactory.Numbers("--pitch", "Pitch of all planes, m: one number, or along x and y; with --distance", "dx,dy", required: false, 1, 2);
    private readonly Option<double[]?> distance;
    private readonly Option<double?> index = OptionFactory.Number("--index", "Refractive index, which divides the wavelength [default: 1]", "1.0", above: 0);
    private readonly Option<string?> pad;
    private readonly ChoiceOption<string> method;
    private readonly string defaultPadding;

    internal PlaneOptions(string distanceDescription, string defaultMethod, string defaultPadding, string reason)
    {
        this.defaultPadding = defaultPadding;
        distance = OptionFactory.Numbers("--distance", distanceDescription, "z0,z1,..");
        pad = OptionFactory.Text("--pad", $"By how much the grid is enlarged for the transforms; 1 is periodic, auto what is right for the method [default: {defaultPadding}{reason}]", "auto|k");
        method = OptionFactory.Choice("--method", "How light is propagated", defaultMethod, [Auto, .. MethodNames]);
    }

    internal void AddTo(Command command)
    {
        Option[] all = [wavelength, pitch, distance, index, pad, method];
        foreach (Option option in all) command.Options.Add(option);
    }

    /// <summary>What was stated; null where no distance was.</summary>
    /// <exception cref="UsageException">Part of it is missing or impossible.</exception>
    internal PlaneChoices? Read(RunContext run)
    {
        double[]? distances = run.Get(distance);
        if (distances is null)
        {
            (Option Option, bool IsGiven)[] others = [(wavelength, run.Get(wavelength) is not null), (pitch, run.Get(pitch) is not null), (index, run.Get(index) is not null), (pad, run.Get(pad) is not null)];
            foreach ((Option option, bool isGiven) in others)
            {
                if (isGiven) throw new UsageException($"{option.Name} is for light between planes: give --distance too, or leave {option.Name} out");
            }

            return null;
        }

        if (run.Get(wavelength) is not double length) throw new UsageException("--distance needs --wavelength, m");
        if (run.Get(pitch) is not double[] steps) throw new UsageException("--distance needs --pitch, m");
        (double dy, double dx) = LightOptions.Pair(steps);
        if (dy <= 0 || dx <= 0) throw new UsageException("--pitch takes positive numbers, m");
        string padding = run.Get(pad) ?? defaultPadding;
        int? times = padding == Auto ? null : NumberText.TryWhole(padding, out long k) && k is >= 1 and <= 64 ? (int)k : throw new UsageException($"--pad takes auto or a whole number from 1 to 64, not '{padding}'");
        string named = run.Get(method);
        return new PlaneChoices(length, (dy, dx), distances, run.Get(index) ?? 1, times, PropagationMethods.All.FirstOrDefault(known => known.Name == named));
    }
}

/// <summary>In which planes light is known or wanted, and how it gets there.</summary>
/// <param name="Wavelength">In vacuum, m.</param>
/// <param name="Pitch">Of all planes, m.</param>
/// <param name="Distances">Of the planes along z, m.</param>
/// <param name="Index">The refractive index.</param>
/// <param name="Padding">By how much the grid is enlarged; null: what is right for the method.</param>
/// <param name="Method">The method; null: the planner picks it.</param>
internal sealed record PlaneChoices(double Wavelength, (double Y, double X) Pitch, double[] Distances, double Index, int? Padding, PropagationMethod? Method)
{
    /// <summary>Refuses numbers of which one must be in another unit.</summary>
    /// <exception cref="UsageException">There is one.</exception>
    internal void Require(nint ny, nint nx) => LightUnits.Require(Wavelength, Index, Grid(ny, nx), Distances.Max(Math.Abs));

    /// <summary>The way over a distance.</summary>
    internal Propagator<T> Way<T>(nint ny, nint nx, double distance, Compute compute)
        where T : unmanaged
    {
        FieldGrid grid = Grid(ny, nx);
        PropagationMethod method = Method is null ? PropagationPlanner.ChooseForAnyField(grid, Wavelength, distance, Index, Padding, compute)
            : Padding is null ? Method
            : Method with { Padding = Padding };
        try
        {
            return method.Plan<T>(grid, Wavelength, distance, Index, compute: compute);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--method {method.Name}, --distance {distance}: {failure.Message.Split(" (Parameter")[0]}", failure);
        }
    }

    private FieldGrid Grid(nint ny, nint nx) => new(ny, nx, Pitch.Y, Pitch.X);
}

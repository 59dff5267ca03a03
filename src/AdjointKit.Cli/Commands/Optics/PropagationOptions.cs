using System.CommandLine;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Commands.Optics;

/// <summary>The options that say how light goes from one plane to another.</summary>
internal sealed class PropagationOptions
{
    private readonly LightOptions light = new("Distance along z, m; negative goes back along the light");
    private readonly Option<string> method = OptionFactory.Choice("--method", "How it is computed", PropagationMethods.All[0].Name, [.. PropagationMethods.All.Select(known => (known.Name, known.Name))]);
    private readonly Option<double[]?> outPitch = OptionFactory.Numbers("--out-pitch", "Pitch of the result, m, for fresnel-2step and czt [default: the field's]", "dx,dy", required: false, 1, 2);
    private readonly Option<double[]?> outShape = OptionFactory.Numbers("--out-shape", "Points of the result along y and x, for fresnel-2step and czt [default: the field's]", "ny,nx", required: false, 2);
    private readonly Option<double[]?> outCenter = OptionFactory.Numbers("--out-center", "Where the middle of the result lies along x and y, m, for fresnel-2step and czt [default: 0,0]", "x,y", required: false, 2);

    internal void AddTo(Command command)
    {
        light.AddTo(command);
        Option[] all = [method, outPitch, outShape, outCenter];
        foreach (Option option in all) command.Options.Add(option);
    }

    /// <summary>What was stated.</summary>
    /// <exception cref="UsageException">A number is impossible, or the method has no use for an option.</exception>
    internal PropagationChoices Read(RunContext run)
    {
        PropagationMethod chosen = PropagationMethods.All.First(known => known.Name == run.Parse.GetValue(method));
        if (light.Padding(run) is int k)
        {
            if (chosen is ScalableAngularSpectrum or ChirpZ) throw new UsageException($"--method {chosen.Name} pads by itself: leave --pad out");
            chosen = chosen with { Padding = k };
        }

        OutputWindow? window = Window(run);
        chosen = (chosen, window) switch
        {
            (_, null) => chosen,
            (FresnelTwoStep two, _) => two with { Window = window },
            (ChirpZ chirp, _) => chirp with { Window = window },
            _ => throw new UsageException($"--method {chosen.Name} has the grid of its result by itself: --out-pitch, --out-shape and --out-center are for fresnel-2step and czt"),
        };
        return new PropagationChoices(chosen, light.Wavelength(run), light.Pitch(run), light.Distance(run), light.Index(run));
    }

    private OutputWindow? Window(RunContext run)
    {
        double[]? stated = run.Get(outPitch);
        double[]? shape = run.Get(outShape);
        double[]? center = run.Get(outCenter);
        if (stated is null && shape is null && center is null) return null;
        if (stated is not null && stated.Any(value => value <= 0)) throw new UsageException("--out-pitch takes positive numbers, m");
        if (shape is not null && shape.Any(value => value < 1 || value > 1 << 20 || value != Math.Floor(value))) throw new UsageException("--out-shape takes whole numbers of points, ny,nx");
        return new OutputWindow
        {
            Pitch = stated is null ? null : LightOptions.Pair(stated),
            Points = shape is null ? null : ((nint)shape[0], (nint)shape[1]),
            Center = center is null ? (0, 0) : LightOptions.Pair(center),
        };
    }
}

/// <summary>How light goes from one plane to another.</summary>
/// <param name="Method">The method with its padding and window.</param>
/// <param name="Wavelength">In vacuum, m.</param>
/// <param name="Pitch">Of the field, m.</param>
/// <param name="Distance">Along z, m.</param>
/// <param name="Index">The refractive index.</param>
internal sealed record PropagationChoices(PropagationMethod Method, double Wavelength, (double Y, double X) Pitch, double Distance, double Index);

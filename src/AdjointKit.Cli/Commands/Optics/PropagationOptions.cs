using System.CommandLine;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Devices;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Commands.Optics;

/// <summary>The options that say how light goes from one plane to another.</summary>
internal sealed class PropagationOptions
{
    private const string Auto = "auto";

    private readonly LightOptions light = new("Distance along z, m; negative goes back along the light");
    private readonly ChoiceOption<string> method = OptionFactory.Choice(
        "--method",
        $"How it is computed; {Auto} picks asm, blasm or rs and the padding by grid, wavelength, distance and index alone, so that propagate and backpropagate agree",
        Auto,
        [Auto, .. PropagationMethods.All.Select(known => known.Name)]);
    private readonly Option<double[]?> outPitch = OptionFactory.Numbers("--out-pitch", "Pitch of the result, m, for fresnel-2step and czt [default: the field's]", "dx,dy", required: false, 1, 2);
    private readonly Option<double[]?> outShape = OptionFactory.Numbers("--out-shape", "Points of the result along y and x, for fresnel-2step and czt [default: the field's]", "ny,nx", required: false, 2);
    private readonly Option<double[]?> outCenter = OptionFactory.Numbers("--out-center", "Where the middle of the result lies along x and y, m, for fresnel-2step and czt [default: 0,0]", "x,y", required: false, 2);

    private readonly Option<double[]?> tilt = OptionFactory.Numbers("--tilt", "For tilted: by how much the plane of the result is turned, rad, first about the x axis (y towards z), then about the y axis (z towards x)", "ax,ay", required: false, 2);

    internal void AddTo(Command command)
    {
        light.AddTo(command);
        Option[] all = [method, outPitch, outShape, outCenter, tilt];
        foreach (Option option in all) command.Options.Add(option);
    }

    /// <summary>What was stated.</summary>
    /// <exception cref="UsageException">A number is impossible, or the method has no use for an option.</exception>
    internal PropagationChoices Read(RunContext run)
    {
        string named = run.Get(method);
        PropagationMethod? chosen = PropagationMethods.All.FirstOrDefault(known => known.Name == named);
        int? padding = light.Padding(run);
        if (padding is not null && chosen is ScalableAngularSpectrum or ChirpZ) throw new UsageException($"--method {chosen.Name} pads by itself: leave --pad out");
        OutputWindow? window = Window(run);
        chosen = (chosen, window) switch
        {
            (_, null) => chosen,
            (FresnelTwoStep two, _) => two with { Window = window },
            (ChirpZ chirp, _) => chirp with { Window = window },
            _ => throw new UsageException($"--method {named} has the grid of its result by itself: --out-pitch, --out-shape and --out-center are for fresnel-2step and czt"),
        };
        chosen = (chosen, run.Get(tilt)) switch
        {
            (TiltedPlane, null) => throw new UsageException("--method tilted needs --tilt ax,ay, rad"),
            (TiltedPlane, double[] angles) when angles.Any(angle => !(Math.Abs(angle) < Math.PI / 2)) => throw new UsageException("--tilt takes angles of less than a quarter turn, rad"),
            (TiltedPlane plane, double[] angles) => plane with { Tilt = (angles[0], angles[1]) },
            (_, null) => chosen,
            _ => throw new UsageException($"--tilt is for --method tilted, not for {named}"),
        };
        return new PropagationChoices(chosen, padding, light.Wavelength(run), light.Pitch(run), light.Distance(run), light.Index(run));
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
/// <param name="Method">The method with its window; null: the planner picks it.</param>
/// <param name="Padding">By how much the grid is enlarged; null: what is right for the method.</param>
/// <param name="Wavelength">In vacuum, m.</param>
/// <param name="Pitch">Of the field, m.</param>
/// <param name="Distance">Along z, m.</param>
/// <param name="Index">The refractive index.</param>
internal sealed record PropagationChoices(PropagationMethod? Method, int? Padding, double Wavelength, (double Y, double X) Pitch, double Distance, double Index)
{
    /// <summary>The method with its padding for a grid. It does not depend on the field: the adjoint must be that of the same method.</summary>
    internal PropagationMethod For(FieldGrid grid, Compute compute) =>
        Method is null ? PropagationPlanner.ChooseForAnyField(grid, Wavelength, Distance, Index, Padding, compute) : Padding is null ? Method : Method with { Padding = Padding };
}

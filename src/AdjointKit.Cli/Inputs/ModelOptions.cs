using System.CommandLine;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Inputs;

/// <summary>The options that say where a velocity model lies and how its numbers are to be read.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> path = OptionFactory.Text("--vp", "Velocity model [x,z] (or [x,y,z]), m/s unless stated otherwise", "V", required: true);
    private readonly Option<double[]?> spacing = OptionFactory.Numbers("--spacing", "Grid spacing dx,dz in m, x before z whatever the file's axis order", "dx,dz", required: true, 2, 3);
    private readonly Option<string?> axes = OptionFactory.Text("--axes", "Order of the model file's axes [default: xz]", "xz|zx");
    private readonly Option<string?> quantity = OptionFactory.Text("--model-quantity", "What the model file holds [default: velocity, or what --model-unit measures]", "velocity|slowness|squared-slowness");
    private readonly Option<string?> unit = OptionFactory.Text("--model-unit", "Unit of the model file [default: m/s, s/m, s2/m2]", "m/s|km/s|s/m|s/km|s2/m2|s2/km2");
    private readonly HeaderlessOptions headerless = new();

    internal string? Path(RunContext run) => run.Get(path);

    /// <summary>The order of the file's axes that was not stated, as the value of <c>--axes</c>.</summary>
    internal string OtherOrder(RunContext run) => run.Get(axes) == "zx" ? "xz" : "zx";

    internal void AddTo(Command command)
    {
        command.Options.Add(path);
        command.Options.Add(spacing);
        command.Options.Add(axes);
        command.Options.Add(quantity);
        command.Options.Add(unit);
        headerless.AddTo(command);
    }

    /// <summary>Reads the model as [x, z] in m/s.</summary>
    internal VelocityModel Read(RunContext run)
    {
        string file = run.Get(path)!;
        double[] steps = run.Get(spacing)!;
        if (steps.Length != 2) throw new UsageException("--spacing has three numbers, but this build propagates in two dimensions: give dx,dz and a model [x,z]");
        ModelUnit units = ModelUnit.Parse(run.Get(quantity), run.Get(unit));
        using IO.AnyArray array = ArrayInput.Read(run, file, headerless.Read(run));
        using NdArray<double> stored = array.As<double>();
        if (stored.Rank != 2) throw new UsageException($"{file} has shape {stored.Shape}: a model has two axes, [x,z]");
        NdArray<double> velocity = AxesOrder.ToModelOrder(run.Get(axes) ?? "xz", stored);
        units.ConvertToVelocity(file, velocity.AsWritableSpan(), (int)velocity.Shape[1]);
        return new VelocityModel(velocity, new Grid2D((int)velocity.Shape[0], (int)velocity.Shape[1], steps[0], steps[1]));
    }

    /// <summary>Reads a perturbation or another array of the model's shape, in the file's axis order, without a change of unit.</summary>
    internal NdArray<double> ReadCompanion(RunContext run, string option, string file, Grid2D grid)
    {
        using IO.AnyArray array = ArrayInput.Read(run, file, headerless.Read(run));
        using NdArray<double> stored = array.As<double>();
        if (stored.Rank != 2) throw new UsageException($"{option} {file} has shape {stored.Shape}: it takes the model's two axes");
        NdArray<double> values = AxesOrder.ToModelOrder(run.Get(axes) ?? "xz", stored);
        if (values.Shape[0] != grid.Nx || values.Shape[1] != grid.Nz) throw new UsageException($"{option} {file} has shape {stored.Shape}, but the model has ({grid.Nx}, {grid.Nz}) nodes [x,z]");
        FiniteValues.Require($"{option} {file}", values);
        return values;
    }
}

/// <summary>A velocity model on its grid.</summary>
/// <param name="Velocity">[x, z], m/s.</param>
/// <param name="Grid">The grid.</param>
internal sealed record VelocityModel(NdArray<double> Velocity, Grid2D Grid);

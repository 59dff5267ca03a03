using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Outputs;
using AdjointKit.IO;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Commands.Optics;

/// <summary><c>optics propagate</c> and <c>optics backpropagate</c>: the field in another plane, and the conjugate transpose of that.</summary>
internal sealed class PropagateCommand : CliCommand
{
    internal const string PropagateExample = "adjointkit optics propagate --field U.npy --wavelength 633e-9 --pitch 4e-6 --distance 0.05 --out V.npy";

    private readonly bool isAdjoint;
    private readonly Option<string?> field = OptionFactory.Text("--field", "The field [y, x], complex; a real array is an amplitude", "U", required: true);
    private readonly Option<double[]?> inShape = OptionFactory.Numbers("--in-shape", "Points of the object along y and x, where the field's are others", "ny,nx", required: false, 2);
    private readonly PropagationOptions propagation = new();
    private readonly HeaderlessOptions headerless = new();

    internal PropagateCommand(bool isAdjoint)
        : base(
            isAdjoint ? "backpropagate" : "propagate",
            isAdjoint ? "The adjoint of propagate: back to the object by the conjugate transfer function" : "Propagate a field over a distance",
            isAdjoint ? "adjointkit optics backpropagate --field V.npy --wavelength 633e-9 --pitch 4e-6 --distance 0.05 --out U.npy" : PropagateExample)
    {
        this.isAdjoint = isAdjoint;
        Command.Options.Add(field);
        propagation.AddTo(Command);
        if (isAdjoint) Command.Options.Add(inShape);
        headerless.AddTo(Command);
        ReadTraces();
    }

    internal override CommonUse Uses => CommonUse.Compute | CommonUse.Precision | CommonUse.Out;

    internal override int Run(RunContext run) => run.Common.Precision == Precision.Double ? Execute<Complex>(run) : Execute<ComplexF>(run);

    private int Execute<T>(RunContext run)
        where T : unmanaged
    {
        string source = run.Get(field)!;
        string path = run.RequireOut();
        OutputPath.RequireArray(path, source);
        PropagationChoices choices = propagation.Read(run);
        using NdArray<T> given = FieldInput.Read<T>(run, "--field", source, headerless.Read(run));
        FieldGrid grid = ObjectGrid(run, given.Shape, choices);
        LightUnits.Require(choices.Wavelength, choices.Index, grid, choices.Distance);
        PropagationMethod method = choices.For(grid, run.Compute);
        Propagator<T> propagator = Planned<T>(run, grid, method, choices);
        if (isAdjoint && given.Shape != propagator.Range)
        {
            throw new UsageException($"--field {source} has shape {given.Shape}, but a propagation of an object of {grid.Ny} x {grid.Nx} points ends on {propagator.Range}: --in-shape states the object's points");
        }

        double? predicted = PredictedError(run, method, given, grid, choices);
        using NdArray<T> x = run.Compute.ToDevice(given);
        using NdArray<T> there = isAdjoint ? propagator.ApplyAdjoint(x) : propagator.Apply(x);
        NdArray<T> result = run.Compute.ToHost(there);
        using AnyArray written = AnyArray.Of(result);
        ArrayFile.Write(path, written);
        FieldGrid ends = isAdjoint ? propagator.Grid : propagator.OutputGrid;
        run.Result["distance"] = JsonText.Number(choices.Distance);
        run.Result["method"] = method.Name;
        run.Result["padding"] = method.Padding ?? method.DefaultPadding;
        if (predicted is double error) run.Result["predictedError"] = JsonText.Number(error);
        run.Result["outputPitch"] = new JsonArray(JsonText.Number(ends.Dx), JsonText.Number(ends.Dy));
        string expected = predicted is null ? "" : string.Create(CultureInfo.InvariantCulture, $", predicted error {predicted:0.#e0}");
        run.Wrote(path, $"field [y, x], {ends}, by {method.Name} with padding {method.Padding ?? method.DefaultPadding}{expected}");
        return ExitCode.Done;
    }

    /// <summary>What the planner expects of the method with this field, for those that it knows; it warns of what fails.</summary>
    private double? PredictedError<T>(RunContext run, PropagationMethod method, NdArray<T> given, FieldGrid grid, PropagationChoices choices)
        where T : unmanaged
    {
        // Unpadded, the boundaries are periodic because that was asked for: nothing to be warned of.
        if (!PropagationPlanner.CanPredict(method) || method.Padding == 1) return null;

        // On one grid the adjoint is the propagation back.
        double distance = isAdjoint ? -choices.Distance : choices.Distance;
        PropagationChoice judged = PropagationPlanner.Predict(method, given, grid, choices.Wavelength, distance, choices.Index, run.Compute.Host);
        foreach (string warning in judged.Warnings) run.Warn(warning);
        return judged.PredictedError;
    }

    private FieldGrid ObjectGrid(RunContext run, Shape shape, PropagationChoices choices)
    {
        (nint ny, nint nx) = (shape[0], shape[1]);
        if (isAdjoint && run.Get(inShape) is double[] points)
        {
            if (points.Any(value => value < 1 || value > 1 << 20 || value != Math.Floor(value))) throw new UsageException("--in-shape takes whole numbers of points, ny,nx");
            (ny, nx) = ((nint)points[0], (nint)points[1]);
        }

        return new FieldGrid(ny, nx, choices.Pitch.Y, choices.Pitch.X);
    }

    private static Propagator<T> Planned<T>(RunContext run, FieldGrid grid, PropagationMethod method, PropagationChoices choices)
        where T : unmanaged
    {
        try
        {
            return method.Plan<T>(grid, choices.Wavelength, choices.Distance, choices.Index, compute: run.Compute);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--method {method.Name}: {failure.Message.Split(" (Parameter")[0]}", failure);
        }
    }
}

using System.CommandLine;
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

/// <summary><c>optics multislice</c>: the field behind a volume of refractive index.</summary>
internal sealed class MultiSliceCommand : CliCommand
{
    /// <summary>The phase of a slice above which a run warns, rad.</summary>
    private const double LargestPhase = 1;

    private readonly Option<string?> volume = OptionFactory.Text("--volume", "The refractive index [z, y, x], slices of one thickness", "N", required: true);
    private readonly Option<string?> field = OptionFactory.Text("--field", "The field in front of the volume [y, x], complex; a real array is an amplitude", "U", required: true);
    private readonly LightOptions light = new("Thickness of the whole volume, m");
    private readonly Option<int?> rim = OptionFactory.Whole("--rim", "Width of an absorbing rim along the border, points [default: 0]", "n", 0, 1 << 20);
    private readonly Option<bool> wideAngle = OptionFactory.Flag("--wide-angle", "Correct the phase of the slices for the angle of the light");

    internal MultiSliceCommand()
        : base("multislice", "Propagate a field through a volume, slice by slice", "adjointkit optics multislice --volume N.npy --field U.npy --wavelength 633e-9 --pitch 0.2e-6 --distance 50e-6 --index 1.33 --out V.npy")
    {
        Command.Options.Add(volume);
        Command.Options.Add(field);
        light.AddTo(Command);
        Command.Options.Add(rim);
        Command.Options.Add(wideAngle);
        ReadTraces();
    }

    internal override CommonUse Uses => CommonUse.Compute | CommonUse.Precision | CommonUse.Out;

    internal override int Run(RunContext run) => run.Common.Precision == Precision.Double ? Execute<Complex, double>(run) : Execute<ComplexF, float>(run);

    private int Execute<T, TReal>(RunContext run)
        where T : unmanaged
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        (string indexFile, string fieldFile) = (run.Get(volume)!, run.Get(field)!);
        string path = run.RequireOut();
        OutputPath.RequireArray(path, indexFile, fieldFile);
        double distance = light.Distance(run);
        if (distance <= 0) throw new UsageException($"--distance {distance} must be greater than 0: it is the thickness of the volume");
        (double dy, double dx) = light.Pitch(run);
        int? padding = light.Padding(run);
        using NdArray<T> given = FieldInput.Read<T>(run, "--field", fieldFile, layout: null);
        using NdArray<TReal> index = VolumeInput.Read<TReal>(run, "--volume", indexFile);
        if (index.Shape[1] != given.Shape[0] || index.Shape[2] != given.Shape[1])
        {
            throw new UsageException($"--volume {indexFile} has slices of {index.Shape[1]} x {index.Shape[2]} points, but --field {fieldFile} has {given.Shape[0]} x {given.Shape[1]}");
        }

        var grid = new FieldGrid(given.Shape[0], given.Shape[1], dy, dx);
        LightUnits.Require(light.Wavelength(run), light.Index(run), grid, distance);
        var slices = new MultiSlice(grid, light.Wavelength(run), distance / index.Shape[0])
        {
            Index = light.Index(run),
            Padding = padding ?? 1,
            Rim = run.Get(rim) ?? 0,
            WideAngle = run.Parse.GetValue(wideAngle),
        };
        WarnOfPhases(run, slices, index);
        using NdArray<TReal> there = run.Compute.ToDevice(index);
        using NdArray<T> x = run.Compute.ToDevice(given);
        VolumePropagator<T> propagator = slices.Through<T, TReal>(there, default, run.Compute);
        using NdArray<T> behind = run.Progress.Run("optics multislice", progress => propagator.Apply(x, progress, run.Cancellation));
        NdArray<T> result = run.Compute.ToHost(behind);
        using AnyArray written = AnyArray.Of(result);
        ArrayFile.Write(path, written);
        run.Result["distance"] = JsonText.Number(distance);
        run.Result["method"] = "multislice";
        run.Result["padding"] = slices.Padding;
        run.Result["slices"] = (long)index.Shape[0];
        run.Result["outputPitch"] = new JsonArray(JsonText.Number(dx), JsonText.Number(dy));
        run.Wrote(path, $"field [y, x], {slices.Grid}, behind {index.Shape[0]} slices of {slices.Thickness * 1e6:0.####} um");
        return ExitCode.Done;
    }

    private static void WarnOfPhases<TReal>(RunContext run, MultiSlice slices, NdArray<TReal> index)
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        double farthest = 0;
        foreach (TReal value in index.AsReadOnlySpan()) farthest = Math.Max(farthest, Math.Abs(double.CreateChecked(value) - slices.Index));
        double phase = 2 * Math.PI / slices.Wavelength * slices.Thickness * farthest;
        if (phase > LargestPhase) run.Warn($"a slice turns the phase by up to {phase:0.0} rad against the background of index {slices.Index}: more slices, or --index nearer to the volume's, make the result more accurate");
    }
}

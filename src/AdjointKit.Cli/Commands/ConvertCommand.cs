using System.CommandLine;
using System.Text.Json.Nodes;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Outputs;
using AdjointKit.IO;

namespace AdjointKit.Cli.Commands;

/// <summary><c>convert IN OUT</c>: any array file to any other, with the element type of the file unless <c>--precision</c> states one.</summary>
internal sealed class ConvertCommand : CliCommand
{
    private readonly Argument<string> source = new("IN") { Description = "The file to read; archive.npz:name for one array of an archive" };
    private readonly Argument<string> target = new("OUT") { Description = "The file to write; the ending chooses the format" };
    private readonly Option<double?> interval = OptionFactory.Number("--dt", "Sample interval in s for traces (SEG-Y, SU) made of an array that has none", "0.004", above: 0);
    private readonly HeaderlessOptions headerless = new();

    internal ConvertCommand()
        : base("convert", "Convert an array file into another format", "adjointkit convert shots.sgy shots.npy\nadjointkit convert vp.bin vp.npy --shape 1601,401 --dtype f4\nadjointkit convert hologram.tif hologram.npy")
    {
        Command.Arguments.Add(source);
        Command.Arguments.Add(target);
        Command.Options.Add(interval);
        headerless.AddTo(Command);
        ReadTraces();
    }

    internal override CommonUse Uses => CommonUse.Precision;

    internal override int Run(RunContext run)
    {
        string from = run.Parse.GetValue(source)!;
        string to = run.Parse.GetValue(target)!;
        OutputPath.Require(to, from);
        using AnyArray stored = ArrayInput.Read(run, from, headerless.Read(run));
        using AnyArray? converted = run.Common.PrecisionIsStated ? ToPrecision(stored, run.Common.Precision) : null;
        AnyArray result = converted ?? stored;
        ArrayFile.Write(to, result, new ArrayWriteOptions { SampleInterval = run.Get(interval), Image = stored.Image });
        run.Result["shape"] = ArrayDescription.ShapeOf(result.Shape);
        run.Result["dtype"] = ArrayDescription.NameOf(result.ElementType);
        run.Wrote(to, $"{ArrayDescription.NameOf(result.ElementType)} {result.Shape}");
        return ExitCode.Done;
    }

    /// <summary>Real numbers become real, complex ones complex.</summary>
    private static AnyArray ToPrecision(AnyArray array, Precision precision)
    {
        bool complex = array.ElementType is ElementType.Complex64 or ElementType.Complex128;
        return (precision, complex) switch
        {
            (Precision.Single, false) => AnyArray.Of(array.As<float>()),
            (Precision.Double, false) => AnyArray.Of(array.As<double>()),
            (Precision.Single, true) => AnyArray.Of(array.As<ComplexF>()),
            _ => AnyArray.Of(array.As<System.Numerics.Complex>()),
        };
    }
}

using System.CommandLine;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;
using AdjointKit.IO;

namespace AdjointKit.Cli.Commands;

/// <summary><c>info [FILE]</c>: what this machine offers, or what a file holds.</summary>
internal sealed class InfoCommand : CliCommand
{
    private readonly Argument<string?> file = new("FILE") { Description = "An array file; without it: devices, SIMD, threads and native libraries", Arity = ArgumentArity.ZeroOrOne };

    private readonly HeaderlessOptions headerless = new();

    internal InfoCommand()
        : base("info", "Say what computes here, or what a file holds", "adjointkit info shots.sgy")
    {
        Command.Arguments.Add(file);
        headerless.AddTo(Command);
        ReadTraces();
    }

    internal override CommonUse Uses => CommonUse.Compute | CommonUse.Precision;

    internal override int Run(RunContext run)
    {
        if (run.Parse.GetValue(file) is not string path) DescribeMachine(run);
        else if (File.Exists(path) && SafetensorsFile.IsOne(path)) DescribeArrays(run, SafetensorsFile.Open(path));
        else DescribeFile(run, path);
        return ExitCode.Done;
    }

    private void DescribeFile(RunContext run, string path)
    {
        using AnyArray array = ArrayInput.Read(run, path, headerless.Read(run), keepRange: true);
        ArrayDescription values = ArrayDescription.Of(array);
        string type = TypeOf(run, path, array, values);
        run.Result["shape"] = ArrayDescription.ShapeOf(array.Shape);
        run.Result["dtype"] = type;
        run.Result["minimum"] = JsonText.Number(values.Minimum);
        run.Result["maximum"] = JsonText.Number(values.Maximum);
        run.Result["mean"] = JsonText.Number(values.Mean);
        run.Result["notFinite"] = values.NotFinite;
        run.Say($"file     {path}");
        run.Say($"shape    {array.Shape}");
        run.Say($"dtype    {type}");
        run.Say(double.IsNaN(values.Minimum) ? "values   none is finite" : $"values   {values.Minimum:G7} to {values.Maximum:G7}, mean {values.Mean:G7}");
        if (values.NotFinite > 0) run.Say($"         {values.NotFinite} are NaN or infinite");
        if (array.Traces is TraceFile traces) DescribeTraces(run, traces);
        if (array.Image is ImageMetadata image) DescribeImage(run, image);
    }

    /// <summary>The names of a file of many arrays; each of them is described as FILE:NAME.</summary>
    private static void DescribeArrays(RunContext run, SafetensorsFile weights)
    {
        run.Result["arrays"] = new JsonArray([.. weights.Arrays.Select(array => new JsonObject { ["name"] = array.Name, ["shape"] = ArrayDescription.ShapeOf(array.Shape), ["dtype"] = ArrayDescription.NameOf(array.ElementType) })]);
        run.Result["metadata"] = new JsonObject([.. weights.Metadata.Select(text => KeyValuePair.Create(text.Key, (JsonNode?)text.Value))]);
        run.Say($"file     {weights.Path}");
        foreach ((string key, string text) in weights.Metadata) run.Say($"text     {Plain(key)} = {Plain(text)}");
        foreach (SafetensorsEntry array in weights.Arrays) run.Say($"array    {Plain(array.Name)} {array.Shape} {ArrayDescription.NameOf(array.ElementType)}");
    }

    private static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static void DescribeImage(RunContext run, ImageMetadata image)
    {
        run.Result["pitchX"] = image.PitchX;
        run.Result["pitchY"] = image.PitchY;
        run.Result["wavelength"] = image.Wavelength;
        run.Result["distance"] = image.Distance;
        run.Result["description"] = image.Description;
        if (image.PitchX is double x) run.Say($"pitch    {x:G6} m along x, {image.PitchY:G6} m along y");
        if (image.Wavelength is double wavelength) run.Say($"wave     {wavelength:G6} m long");
        if (image.Distance is double distance) run.Say($"distance {distance:G6} m");
        if (image.Description is string words) run.Say(string.Join(Environment.NewLine, words.Split('\n').Select(line => "         " + Plain(line))));
    }

    /// <summary>The element type that <c>convert</c> gives: IBM numbers are f4 where that holds them.</summary>
    private static string TypeOf(RunContext run, string path, AnyArray array, ArrayDescription values)
    {
        bool single = array.Traces is { Format: SegySampleFormat.IbmFloat32 } && !(run.Common.PrecisionIsStated && run.Common.Precision == Precision.Double);
        if (!single) return ArrayDescription.NameOf(array.ElementType);
        double largest = Math.Max(Math.Abs(values.Minimum), Math.Abs(values.Maximum));
        if (!(largest > float.MaxValue)) return ArrayDescription.NameOf(ElementType.Float32);
        run.Warn($"{path}: its IBM numbers reach {largest:G7}, which float32 cannot hold: convert it with --precision f64");
        return ArrayDescription.NameOf(array.ElementType);
    }

    private static void DescribeTraces(RunContext run, TraceFile traces)
    {
        string kind = traces is SegyFile segy ? $"SEG-Y revision {segy.Binary.MajorRevision}" : "SU";
        string order = traces.IsBigEndian ? "big-endian" : "little-endian";
        run.Result["kind"] = kind;
        run.Result["traces"] = traces.TraceCount;
        run.Result["samples"] = traces.SamplesPerTrace;
        run.Result["sampleInterval"] = JsonText.Number(traces.SampleInterval);
        run.Result["sampleFormat"] = traces.Format.ToString();
        run.Say($"kind     {kind}, {traces.Format}, {order}");
        run.Say($"traces   {traces.TraceCount} of {(traces.HasEqualTraces ? "" : "up to ")}{traces.SamplesPerTrace} samples, {traces.SampleInterval:G6} s apart as the headers state it");
        if (traces is SegyFile { Text: string text }) run.Say(string.Join(Environment.NewLine, TextLines(text)));
    }

    /// <summary>The lines of the text header that say something.</summary>
    private static IEnumerable<string> TextLines(string text) => text.Split('\n')
        .Select(line => Plain(line).TrimEnd())
        .Where(line => line.Length > 3 && !string.IsNullOrWhiteSpace(line[3..]))
        .Select(line => "         " + line);

    private static void DescribeMachine(RunContext run)
    {
        string simd = string.Join(", ", InstructionSets());
        run.Result["simd"] = JsonText.List(InstructionSets());
        IReadOnlyList<DeviceReport> devices = DeviceCatalogue.Discover().Reports;
        run.Result["devices"] = JsonText.List(["cpu", .. devices.Where(report => report.Device is not null).Select(report => report.Device.ToString()!)]);
        run.Result["deviceReports"] = new JsonArray([.. devices.Select(Describe)]);
        run.Result["processors"] = Environment.ProcessorCount;
        run.Result["runtime"] = RuntimeInformation.FrameworkDescription;
        string[] libraries = [.. devices.Where(report => report.Device is not null).Select(report => report.Kind).Distinct().SelectMany(LibrariesOf)];
        run.Result["nativeLibraries"] = JsonText.List(libraries);
        run.Say($"device            cpu ({RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors)");
        foreach (DeviceReport report in devices) SayDevice(run, report);
        run.Say($"threads           {run.Threads}");
        run.Say($"SIMD              {simd}");
        run.Say($"native libraries  {(libraries.Length == 0 ? "none: everything is managed code" : string.Join(", ", libraries) + " (devices only; what the CPU does is managed code)")}");
        run.Say($"runtime           {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");
    }

    private static void SayDevice(RunContext run, DeviceReport report)
    {
        if (report.Description is not DeviceDescription description)
        {
            run.Say($"not usable        {report.Name}: {report.Obstacle}");
            return;
        }

        string kind = description.IsProcessor ? "a processor, good for tests" : $"{description.ComputeUnits} compute units";
        run.Say($"device            {report.Device}: {description.Name}, {kind}, {description.MemoryBytes / 1e9:0.#} GB, {(description.HasDouble ? "float32 and float64" : "float32 only")} ({description.Driver})");
    }

    private static JsonNode Describe(DeviceReport report)
    {
        var node = new JsonObject { ["device"] = report.Device?.ToString(), ["name"] = report.Name, ["obstacle"] = report.Obstacle };
        if (report.Description is not DeviceDescription description) return node;
        node["driver"] = description.Driver;
        node["isProcessor"] = description.IsProcessor;
        node["memoryBytes"] = description.MemoryBytes;
        node["hasDouble"] = description.HasDouble;
        node["computeUnits"] = description.ComputeUnits;
        return node;
    }

    private static IEnumerable<string> LibrariesOf(DeviceKind kind) => kind == DeviceKind.OpenCl ? ["OpenCL"] : ["CUDA driver", "NVRTC"];

    private static IEnumerable<string> InstructionSets()
    {
        if (Avx512F.IsSupported) yield return "AVX-512F";
        if (Fma.IsSupported) yield return "FMA";
        if (Avx2.IsSupported) yield return "AVX2";
        if (System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported) yield return "AdvSimd";
        yield return $"Vector<byte> of {Vector<byte>.Count * 8} bits";
    }
}

using System.CommandLine;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;
using AdjointKit.Cli.Hosting;

namespace AdjointKit.Cli.Commands;

/// <summary><c>info [FILE]</c>: what this machine offers, or what a file holds.</summary>
internal sealed class InfoCommand : CliCommand
{
    private readonly Argument<string?> file = new("FILE") { Description = "An array file; without it: devices, SIMD, threads and native libraries", Arity = ArgumentArity.ZeroOrOne };

    internal InfoCommand()
        : base("info", "Say what computes here, or what a file holds", "adjointkit info shots.sgy") => Command.Arguments.Add(file);

    internal override int Run(RunContext run)
    {
        DescribeMachine(run);
        return ExitCode.Done;
    }

    private static void DescribeMachine(RunContext run)
    {
        string simd = string.Join(", ", InstructionSets());
        run.Result["simd"] = JsonText.List(InstructionSets());
        run.Result["devices"] = new JsonArray(JsonValue.Create("cpu"));
        run.Result["processors"] = Environment.ProcessorCount;
        run.Result["runtime"] = RuntimeInformation.FrameworkDescription;
        run.Result["nativeLibraries"] = new JsonArray();
        run.Say($"device            cpu ({RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors)");
        run.Say($"threads           {run.Threads}");
        run.Say($"SIMD              {simd}");
        run.Say("native libraries  none: everything is managed code");
        run.Say($"runtime           {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");
    }

    private static IEnumerable<string> InstructionSets()
    {
        if (Avx512F.IsSupported) yield return "AVX-512F";
        if (Fma.IsSupported) yield return "FMA";
        if (Avx2.IsSupported) yield return "AVX2";
        if (System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported) yield return "AdvSimd";
        yield return $"Vector<byte> of {Vector<byte>.Count * 8} bits";
    }
}

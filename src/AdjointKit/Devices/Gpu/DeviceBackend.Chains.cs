using System.Text;
using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Programs;

namespace AdjointKit.Devices.Gpu;

/// <content>Chains of steps on elements, each a program of its own (Sources/chains.cl).</content>
internal sealed partial class DeviceBackend
{
    private readonly List<CompiledChain> chains = [];

    internal override bool TryRun(ElementChain chain, ReadOnlySpan<UntypedArray> arrays)
    {
        UntypedArray like = arrays[0];
        if (like.ElementType is not (ElementType.Float32 or ElementType.Float64) || 1 + (2 * arrays.Length) + chain.Numbers.Count > ArgumentList.Most) return false;
        int bound = 0;
        for (int place = 0; place < arrays.Length; place++)
        {
            if (arrays[place].IsDefault) continue;
            if (!arrays[place].IsContiguous || arrays[place].Shape != like.Shape || arrays[place].ElementType != like.ElementType) return false;
            RequireHere(arrays[place]);
            bound |= 1 << place;
        }

        if (like.Count == 0) return true;
        ArgumentList arguments = default;
        arguments.Add((long)like.Count);
        for (int place = 0; place < arrays.Length; place++)
        {
            if (arrays[place].IsDefault) continue;
            if (chain.Writes(place)) arrays[place].BeginWrite();
            arguments.Add(arrays[place]);
        }

        for (int number = 0; number < chain.Numbers.Count; number++) arguments.Add(KernelArgument.Real(like.ElementType, chain.Numbers[number]));
        driver.Launch(Find(chain, like.ElementType, arrays.Length, bound), LaunchSize.Over(like.Count, LineGroup), arguments.Values);
        foreach (UntypedArray array in arrays)
        {
            if (!array.IsDefault) GC.KeepAlive(array.Storage);
        }

        return true;
    }

    /// <summary>The kernel of a chain, of whose places those with arrays are the bits of a number.</summary>
    private nint Find(ElementChain chain, ElementType type, int places, int bound)
    {
        lock (chains)
        {
            foreach (CompiledChain known in chains)
            {
                if (known.Type == type && known.Bound == bound && !chain.DiffersFrom(known.Steps)) return known.Kernel;
            }

            RequirePrecision(type);
            ProgramSource source = ProgramSource.Engine("real.cl chains.cl", $"{ElementPrograms.Precision(type, hasDouble)} {Definitions(chain, places, bound)}");
            nint kernel = runtime.Programs.Find(source, "chain");
            chains.Add(new CompiledChain(type, bound, [.. chain.Steps], kernel));
            return kernel;
        }
    }

    private static string Definitions(ElementChain chain, int places, int bound)
    {
        List<string> parameters = [];
        var begin = new StringBuilder();
        var steps = new StringBuilder();
        var end = new StringBuilder();
        for (int place = 0; place < places; place++)
        {
            bool hasArray = (bound & (1 << place)) != 0;
            begin.Append(hasArray ? $"READ({place})" : $"PLACE({place})");
            if (hasArray) parameters.Add($"ARRAY({place})");
            if (hasArray && chain.Writes(place)) end.Append($"WRITE({place})");
        }

        int numbers = 0;
        foreach (ElementChain.ElementStep step in chain.Steps)
        {
            List<int> operands = [step.Into];
            if (step.A >= 0) operands.Add(step.A);
            if (step.B >= 0) operands.Add(step.B);
            if (step.HasNumber) operands.Add(numbers);
            steps.Append($"{WordOf(step.Operation)}({string.Join(',', operands)})");
            if (!step.HasNumber) continue;
            parameters.Add($"NUMBER({numbers})");
            numbers++;
        }

        return $"PARAMETERS={string.Join(',', parameters)} BEGIN={begin} STEPS={steps} END={end}";
    }

    private static string WordOf(ElementChain.Operation operation) => operation == ElementChain.Operation.AddScaled ? "ADD_SCALED" : operation.ToString().ToUpperInvariant();

    /// <summary>A chain that was compiled, without its numbers.</summary>
    private sealed record CompiledChain(ElementType Type, int Bound, ElementChain.ElementStep[] Steps, nint Kernel);
}

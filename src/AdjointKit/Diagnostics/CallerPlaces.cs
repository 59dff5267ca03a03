using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AdjointKit.Diagnostics;

/// <summary>
/// Finds the line of the user's program that an op was called from: the innermost frame of the stack outside this assembly and the runtime's own. Where an optimised method ends with
/// the op's call, its frame may be gone, and its caller is named.
/// </summary>
internal sealed class CallerPlaces
{
    // Files and lines are read from the debugging information once for each place.
    private readonly Dictionary<(MethodBase Method, int Offset), SourcePlace> known = [];

    /// <summary>The line that the present call came from; null if there is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal SourcePlace? Here()
    {
        var trace = new StackTrace(fNeedFileInfo: false);
        for (int depth = 0; depth < trace.FrameCount; depth++)
        {
            StackFrame? frame = trace.GetFrame(depth);
            if (frame?.GetMethod() is not MethodBase method || IsInner(method)) continue;
            if (known.TryGetValue((method, frame.GetNativeOffset()), out SourcePlace? place)) return place;
            StackFrame? full = new StackTrace(fNeedFileInfo: true).GetFrame(depth);
            place = new SourcePlace(full?.GetFileName(), full?.GetFileLineNumber() ?? 0, NameOf(method));
            known[(method, frame.GetNativeOffset())] = place;
            return place;
        }

        return null;
    }

    /// <summary>As <see cref="Here"/>, once, for the message of an error.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static SourcePlace? Once() => new CallerPlaces().Here();

    private static bool IsInner(MethodBase method)
    {
        Assembly assembly = method.Module.Assembly;
        return assembly == typeof(CallerPlaces).Assembly || (assembly.GetName().Name?.StartsWith("System.", StringComparison.Ordinal) ?? false);
    }

    /// <summary>The method's name; of a lambda or a local function that of the method around it.</summary>
    private static string NameOf(MethodBase method)
    {
        int end = method.Name.IndexOf('>', StringComparison.Ordinal);
        return method.Name.StartsWith('<') && end > 1 ? method.Name[1..end] : method.Name;
    }
}

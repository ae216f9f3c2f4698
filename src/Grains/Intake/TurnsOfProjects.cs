using System.Diagnostics.CodeAnalysis;

namespace BackendPlugins.Grains.Intake;

/// <summary>A queue in which the projects take turns, so that the thousands of one do not delay another's; within one in order.</summary>
/// <typeparam name="T">What waits.</typeparam>
internal sealed class TurnsOfProjects<T>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<T>> _projects = new(StringComparer.Ordinal);

    // Each project with something that waits stands here once.
    private readonly Queue<(string Project, Queue<T> Own)> _turns = new();
    private int _count;

    /// <summary>How many wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds one.</summary>
    public void Add(string project, T item)
    {
        lock (_lock)
        {
            if (!_projects.TryGetValue(project, out var own))
            {
                _projects[project] = own = new Queue<T>();
            }

            if (own.Count == 0)
            {
                _turns.Enqueue((project, own));
            }

            own.Enqueue(item);
            _count++;
        }
    }

    /// <summary>Takes the next; false where none waits.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        lock (_lock)
        {
            if (!_turns.TryDequeue(out var turn))
            {
                item = default;
                return false;
            }

            item = turn.Own.Dequeue();
            _count--;
            if (turn.Own.Count > 0)
            {
                _turns.Enqueue(turn);
            }
            else
            {
                // Names of projects come from outside and are not collected; nor is the room that a burst took.
                _projects.Remove(turn.Project);
            }

            return true;
        }
    }
}

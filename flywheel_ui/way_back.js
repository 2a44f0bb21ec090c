// What a page adds to its own address, or takes from it, is no step of the browser's way back: else it takes
// several presses to leave Step 1. Another place, or another assessment, stays a step of its own.
(() => {
  const LINK = "a";
  const push = history.pushState.bind(history);

  const all = (params, others) => [...params].every(([name, value]) => others.get(name) === value);

  const stays = (from, to) => {
    if (from.origin !== to.origin || from.pathname !== to.pathname) return false;
    const [before, after] = [from.searchParams, to.searchParams];
    return all(before, after) || (all(after, before) && before.has(LINK) === after.has(LINK));
  };

  // On the way to another page Streamlit may write that page's parameters before its path: the entry that is
  // left gets back what it had. That is so where it was written a moment ago, and later on where the next page
  // has it, too. A private link that was added there stays: it is the page's own.
  const SOON = 300;
  let written; // { before, at }: what stood in the address before the page last wrote into it, and when
  const lately = () => (written && performance.now() - written.at < SOON ? written.before : undefined);
  const added = (from, to) => [...to.searchParams].filter(([name, value]) => from.searchParams.get(name) !== value);
  const taken = (here, there) => {
    const own = written ? added(new URL(written.before), here) : [];
    return own.length && own.every(([name, value]) => there.searchParams.get(name) === value);
  };
  addEventListener("popstate", () => (written = undefined));

  history.pushState = (state, title, address) => {
    const here = new URL(location.href);
    const before = lately();
    const there = address && new URL(address, here);
    if (there && stays(here, there)) {
      const linked = here.searchParams.has(LINK) !== there.searchParams.has(LINK);
      written = linked ? undefined : { before: before ?? here.href, at: performance.now() };
      return history.replaceState(state, title, address);
    }
    const left = there && taken(here, there) ? written.before : before;
    if (left && new URL(left).pathname === here.pathname) history.replaceState(history.state, "", left);
    written = undefined;
    return push(state, title, address);
  };
})();

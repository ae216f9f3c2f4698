-- Keys that encrypt stored secrets of tasks, for silos that keep them here (Secrets:KeysInStore). They are never changed.
CREATE TABLE secret_key (
    name       text COLLATE "C" NOT NULL PRIMARY KEY,
    document   text NOT NULL
);
